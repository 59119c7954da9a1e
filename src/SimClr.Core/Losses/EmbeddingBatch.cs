using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Core.Losses;

/// <summary>The embeddings of V views of each of N images: what a <see cref="ContrastiveLoss"/> compares.</summary>
/// <param name="Values">
/// z [V*N, D], view by view: the first view of all N images, then the second, and so on. Floating point, at least one row and one column;
/// need not be normalized; borrowed.
/// </param>
/// <param name="Views">V, the number of views of an image; at least 1.</param>
/// <param name="Labels">
/// The images' classes, int64 [N], on the device of the values; -1 marks an unlabeled image, whose only positives are its own views. Null
/// (default): no labels. Only a loss with <see cref="PositiveRule.SameLabel"/> reads them. Borrowed.
/// </param>
/// <remarks>
/// Image i has the rows i, N + i, 2N + i, ... The constructor throws an <see cref="ArgumentException"/> if shapes, types or devices do not
/// fit.
/// </remarks>
public sealed record EmbeddingBatch(Tensor Values, int Views, Tensor? Labels = null)
{
    /// <summary>z [V*N, D], view by view.</summary>
    public Tensor Values { get; } = CheckedValues(Values, Views);

    /// <summary>V, the number of views of an image.</summary>
    public int Views { get; } = Views;

    /// <summary>The images' classes, int64 [N], -1 for an unlabeled image; null if there are none.</summary>
    public Tensor? Labels { get; } = CheckedLabels(Labels, Values, Values.shape[0] / Views);

    /// <summary>
    /// The ranks that all hold this batch, of all their images, and call the loss together, so that it can share its work among them; null,
    /// the default: one process alone. A loss that does not look here computes everything on every rank, and is right as well.
    /// </summary>
    public ICollective? Collective { get; init; }

    /// <summary>N, the number of images.</summary>
    public long Images => Values.shape[0] / Views;

    /// <summary>The same batch with other values of its rows.</summary>
    internal EmbeddingBatch With(Tensor values) => new(values, Views, Labels) { Collective = Collective };

    private static Tensor CheckedValues(Tensor values, int views)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfLessThan(views, 1);
        if (values.Dimensions != 2 || values.shape[0] == 0 || values.shape[1] == 0)
            throw new ArgumentException($"Expected embeddings [V*N, D] of at least one row and column, found {Shape(values)}.", nameof(values));
        if (!values.is_floating_point())
            throw new ArgumentException($"Expected floating-point embeddings, found {values.dtype}.", nameof(values));
        return values.shape[0] % views == 0 ? values : throw new ArgumentException(
            $"Expected {views} views of every image, found {Shape(values)}: {values.shape[0]} rows are not a multiple of {views}.", nameof(values));
    }

    private static Tensor? CheckedLabels(Tensor? labels, Tensor values, long images)
    {
        if (labels is null)
            return null;
        if (labels.Dimensions != 1 || labels.shape[0] != images)
            throw new ArgumentException($"Expected one label for each image, [{images}], found {Shape(labels)}.", nameof(labels));
        if (labels.dtype != ScalarType.Int64)
            throw new ArgumentException($"Expected labels of type Int64, found {labels.dtype}.", nameof(labels));
        bool together = labels.device.type == values.device.type && labels.device.index == values.device.index;
        return together ? labels : throw new ArgumentException(
            $"Expected the labels on the embeddings' device {values.device}, found {labels.device}.", nameof(labels));
    }

    private static string Shape(Tensor tensor) => $"[{string.Join(", ", tensor.shape)}]";
}
