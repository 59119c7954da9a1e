using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Where a micro-batch's embeddings [V*n, D] stand among those of the whole batch [V*N, D]: both are view by view.</summary>
internal static class EmbeddingRows
{
    /// <summary>The embeddings of all micro-batches as one leaf that wants a gradient.</summary>
    public static EmbeddingBatch Join(IReadOnlyList<MicroBatch> parts, Device device)
    {
        int views = parts[0].Views;
        Tensor all = Join([.. parts.Select(part => part.Embeddings.detach())], views); // [V*N, D]
        int[] labels = [.. parts.SelectMany(part => part.Labels)];
        return new EmbeddingBatch(
            all.requires_grad_(true), views, labels.Length == 0 ? null : tensor(labels, ScalarType.Int64, device));
    }

    /// <summary>The rows of all micro-batches, [V*N, D]; of one they are its own.</summary>
    public static Tensor Join(IReadOnlyList<Tensor> parts, int views)
        => parts.Count == 1 ? parts[0] : cat([.. parts.Select(part => ByView(part, views))], dim: 1).flatten(0, 1);

    /// <summary>The rows of some consecutive images, [V*n, D].</summary>
    public static Tensor Part(Tensor all, long start, long images, int views)
        => all.shape[0] == views * images ? all : ByView(all, views).narrow(1, start, images).flatten(0, 1);

    private static Tensor ByView(Tensor rows, int views) => rows.view(views, -1, rows.shape[1]); // [V, n, D]
}
