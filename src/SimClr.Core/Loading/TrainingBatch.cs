using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Loading;

/// <summary>The views of one batch of N images, in groups of one shape, with the images' indices and labels.</summary>
/// <remarks>
/// Within a group the order is view by view: the first view of every image, then the second view of every image, and so on. Valid until
/// the <see cref="ViewLoader"/> is asked for the next batch, which takes over the buffers.
/// </remarks>
public sealed class TrainingBatch
{
    internal const int NoLabel = -1;

    private readonly IImageSource _source;
    private readonly BatchRequest _request;
    private readonly ViewLayout _layout;
    private readonly int[] _labels;
    private readonly float[][] _values;

    /// <param name="source">Where the images come from, for their names.</param>
    /// <param name="request">The images, substitutes included.</param>
    /// <param name="layout">The groups.</param>
    /// <param name="labels">One an image, or none.</param>
    /// <param name="values">The values of each group; an array may be longer than they need.</param>
    internal TrainingBatch(IImageSource source, BatchRequest request, ViewLayout layout, int[] labels, float[][] values)
        => (_source, _request, _layout, _labels, _values) = (source, request, layout, labels, values);

    /// <summary>The epoch whose random streams the views took, from 0.</summary>
    public int Epoch => _request.Epoch;

    /// <summary>Indices of the images in their source, [N]; an image that replaced an unreadable one has its own.</summary>
    public IReadOnlyList<int> Indices => _request.Indices;

    /// <summary>
    /// Labels of the images, [N], from 0; -1 for an image without one. Empty if the source names no classes
    /// (<see cref="IImageSource.ClassNames"/>).
    /// </summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The groups of views of one shape, at least one, in the order in which their first views are made.</summary>
    public IReadOnlyList<ViewGroup> Groups => _layout.Groups;

    /// <summary>Views of each image, K, all groups together.</summary>
    public int Views => _layout.Views;

    /// <summary>The values of one group's views, [V * N, H, W, C], view by view.</summary>
    /// <param name="group">In [0, number of groups).</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public ReadOnlySpan<float> Values(int group)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(group);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(group, Groups.Count);
        return _values[group].AsSpan(0, Groups[group].Views * Indices.Count * Groups[group].Shape.Length);
    }

    /// <summary>Copies one group's views to a device.</summary>
    /// <param name="group">In [0, number of groups).</param>
    /// <param name="device">Where the tensor is made.</param>
    /// <returns>
    /// A new tensor [V * N, C, H, W], view by view, with channels-last strides, as libtorch's fastest kernels want it; owned by the caller.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public Tensor ToTensor(int group, Device device)
    {
        ReadOnlySpan<float> values = Values(group);
        ViewShape shape = Groups[group].Shape;
        long count = (long)Groups[group].Views * Indices.Count;
        using DisposeScope scope = NewDisposeScope();
        Tensor copied = TensorTransfer.ToTensor(values, [count, shape.Height, shape.Width, shape.Channels], device);
        return copied.permute(0, 3, 1, 2).MoveToOuterDisposeScope(); // [V * N, C, H, W]
    }

    /// <summary>The image and the view, for a message, whose values begin at a row of a group.</summary>
    internal string DescribeRow(int group, int row)
        => $"View {_layout.NumberOf(group, row / Indices.Count)} of {_source.NameOf(Indices[row % Indices.Count])}";
}
