using System.Text;
using Microsoft.Extensions.Logging;
using SimClr.Core.Distributed;
using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Ranks;

/// <summary>What the ranks of a run exchange in a step besides gradients. One process alone exchanges nothing.</summary>
/// <param name="collective">The ranks.</param>
internal sealed class RankGroup(ICollective collective)
{
    private long _first;
    private long _images;

    /// <summary>Whether this process is one of several.</summary>
    public bool AreSeveral => collective.Size > 1;

    /// <summary>The embeddings of all ranks, of this rank's images and the others', as one leaf that wants a gradient.</summary>
    /// <param name="own">This rank's; given back where it is alone.</param>
    public EmbeddingBatch Gather(EmbeddingBatch own)
    {
        if (!AreSeveral)
            return own;
        (Tensor values, IReadOnlyList<long> images) = Rows(own.Values, own.Views);
        (_first, _images) = (images.Take(collective.Rank).Sum(), own.Images);
        Tensor? labels = own.Labels is null ? null : cat([.. collective.AllGather(own.Labels.cpu())]).to(own.Labels.device);
        return new EmbeddingBatch(values.requires_grad_(own.Values.requires_grad), own.Views, labels) { Collective = collective };
    }

    /// <summary>This rank's part of a gradient by the rows of <see cref="Gather"/>.</summary>
    public Tensor OwnPart(Tensor gradient, int views) => AreSeveral ? EmbeddingRows.Part(gradient, _first, _images, views) : gradient;

    /// <summary>Whether any rank wants to stop, and whether any was canceled.</summary>
    public (bool Stops, bool IsCanceled) Any(bool stops, bool isCanceled)
    {
        if (!AreSeveral)
            return (stops, isCanceled);
        using Tensor counts = tensor(new long[] { stops ? 1 : 0, isCanceled ? 1 : 0 });
        collective.AllReduce(counts);
        return (counts.ReadCpuInt64(0) > 0, counts.ReadCpuInt64(1) > 0);
    }

    /// <summary>The images that any rank could not read, in order; a logger hears of those that only others know of.</summary>
    public IReadOnlyList<int> Skipped(IReadOnlyList<int> own, ILogger logger)
    {
        if (!AreSeveral)
            return own;
        using DisposeScope scope = NewDisposeScope();
        int[] all = [.. collective.AllGather(tensor([.. own], ScalarType.Int32)).SelectMany(images => images.data<int>().ToArray()).Distinct().Order()];
        if (all.Except(own).ToArray() is { Length: > 0 } others)
            logger.LogWarning("Other ranks left out images that they could not read: {Indices}", string.Join(", ", others));
        return all;
    }

    /// <summary>A text of each rank; null is an empty one.</summary>
    public IReadOnlyList<string> Texts(string? own)
    {
        using DisposeScope scope = NewDisposeScope();
        // No exchange of nothing: each text is followed by a zero.
        Tensor bytes = tensor([.. Encoding.UTF8.GetBytes(own ?? ""), (byte)0]);
        return [.. collective.AllGather(bytes).Select(text => Encoding.UTF8.GetString(text.bytes[..^1]))];
    }

    private (Tensor Values, IReadOnlyList<long> Images) Rows(Tensor own, int views)
    {
        Tensor[] parts = [.. collective.AllGather(own.detach().cpu().contiguous())];                 // [V*n, D] each
        Tensor all = EmbeddingRows.Join(parts, views).to(own.device);
        long[] images = [.. parts.Select(part => part.shape[0] / views)];
        // Before the loss needs memory of its own.
        foreach (Tensor part in parts)
            part.Dispose();
        return (all, images);
    }
}
