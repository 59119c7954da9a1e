using System.Numerics.Tensors;
using SimClr.Core.Data;
using SimClr.Core.Tensors;

namespace SimClr.Core.Evaluation;

/// <summary>Collects what the network gives into one row of features an image.</summary>
internal sealed class ReadOutRows
{
    private readonly ReadOut _readOut;
    private readonly ReadOutLayers _layers;
    private readonly IImageSource _images;
    private readonly int _viewDimension;
    private readonly float[] _values;
    private float[] _part = [];

    /// <param name="readOut">How it is joined.</param>
    /// <param name="layers">Gives the parts.</param>
    /// <param name="images">The images, for their number and names.</param>
    /// <exception cref="ArgumentException">The features are more than an array can hold.</exception>
    public ReadOutRows(ReadOut readOut, ReadOutLayers layers, IImageSource images)
    {
        (_readOut, _layers, _images, _viewDimension) = (readOut, layers, images, layers.Dimensions.Sum());
        Dimension = readOut.Join == ReadOutJoin.Average ? _viewDimension : checked(_viewDimension * readOut.Views.Count);
        _values = FeatureSetChecks.Allocate(images.Count, Dimension);
    }

    /// <summary>Features of an image.</summary>
    public int Dimension { get; }

    /// <summary>Adds the layers' outputs for one view of some images.</summary>
    /// <param name="view">Number of the view.</param>
    /// <param name="first">The first image.</param>
    /// <param name="outputs">[N, D] of each layer; borrowed.</param>
    /// <exception cref="InvalidOperationException">A value is not finite.</exception>
    public void Add(int view, int first, IEnumerable<TorchSharp.torch.Tensor> outputs)
    {
        int start = _readOut.Join == ReadOutJoin.Average ? 0 : view * _viewDimension;
        foreach ((int place, TorchSharp.torch.Tensor output) in outputs.Index())
        {
            int dimension = _layers.Dimensions[place];
            Span<float> part = Part((int)output.shape[0] * dimension);
            TensorTransfer.CopyTo(output, part);
            CheckFinite(part, place, first);
            for (int row = 0; row * dimension < part.Length; row++)
                Join(part.Slice(row * dimension, dimension), _values.AsSpan((first + row) * Dimension + start, dimension), view);
            start += dimension;
        }
    }

    /// <summary>The rows [n, F], once all is added.</summary>
    public float[] Complete()
    {
        if (_readOut.Join == ReadOutJoin.Average && _readOut.Views.Count > 1)
            TensorPrimitives.Divide(_values, _readOut.Views.Count, _values);
        return _values;
    }

    private void Join(Span<float> part, Span<float> target, int view)
    {
        if (_readOut.NormalizeParts)
            UnitLength.Normalize(part, part);
        if (_readOut.Join == ReadOutJoin.Average && view > 0)
            TensorPrimitives.Add(target, part, target);
        else
            part.CopyTo(target);
    }

    private Span<float> Part(int length)
    {
        if (_part.Length < length)
            _part = GC.AllocateUninitializedArray<float>(length);
        return _part.AsSpan(0, length);
    }

    private void CheckFinite(ReadOnlySpan<float> part, int place, int first)
    {
        int invalid = FeatureSetChecks.IndexOfNonFinite(part);
        if (invalid < 0)
            return;
        (int image, int feature) = Math.DivRem(invalid, _layers.Dimensions[place]);
        throw new InvalidOperationException(
            $"{_layers.Describe(place)} {feature} of {_images.NameOf(first + image)} is {part[invalid]}: the encoder has diverged or its input is "
            + "not finite.");
    }
}
