using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// The views of one batch of N images: first the first view of every image, then the second view of every image, each [H, W, C].
/// </summary>
/// <remarks>Its buffer returns to the <see cref="ViewLoader"/> as soon as the next batch is asked for.</remarks>
public sealed class ViewBatch
{
    private readonly float[] _values;

    internal ViewBatch(BatchRequest request, ViewShape size, int views, float[] values)
        => (Request, Size, Views, _values) = (request, size, views, values);

    /// <summary>Epoch and images of this batch.</summary>
    public BatchRequest Request { get; }

    /// <summary>Shape of one view.</summary>
    public ViewShape Size { get; }

    /// <summary>Views of each image.</summary>
    public int Views { get; }

    /// <summary>The values, [views * N, H, W, C].</summary>
    public ReadOnlySpan<float> Values => _values.AsSpan(0, Views * Request.Indices.Count * Size.Length);

    /// <summary>Copies the views to a device.</summary>
    /// <returns>A new tensor [views * N, C, H, W] with channels-last strides, as libtorch's fastest kernels want it.</returns>
    public Tensor ToTensor(Device device)
    {
        long count = (long)Views * Request.Indices.Count;
        using DisposeScope scope = NewDisposeScope();
        Tensor copied = TensorTransfer.ToTensor(Values, [count, Size.Height, Size.Width, Size.Channels], device);
        return copied.permute(0, 3, 1, 2).MoveToOuterDisposeScope(); // [views * N, C, H, W]
    }
}
