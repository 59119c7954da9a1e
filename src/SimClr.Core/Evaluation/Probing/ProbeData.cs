using SimClr.Core.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// The training set of a linear probe as tensors: standardized once, the images of the validation split last, so that both parts are views
/// of one matrix.
/// </summary>
/// <remarks>Lives in the dispose scope in which it is made.</remarks>
internal sealed class ProbeData
{
    private readonly Tensor _features;
    private readonly RowSpan? _span;
    private readonly Standardization _standardization;
    private readonly Tensor _labels;
    private readonly HessianBound _bound;
    private readonly int _fitCount;

    /// <param name="train">Labeled features.</param>
    /// <param name="split">Its images held out are kept back for validation.</param>
    /// <param name="classes">The labels that occur, rising; they become the rows of the regression.</param>
    /// <param name="device">Where the tensors live.</param>
    public ProbeData(FeatureSet train, ClassBalancedSplit split, int[] classes, Device device)
    {
        int[] order = [.. split.Remaining, .. split.HeldOut];
        long[] ranks = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
            ranks[i] = Array.BinarySearch(classes, train.Labels[order[i]]);
        _fitCount = split.Remaining.Length;
        Tensor features = FeatureTensors.ToTensor(train, order, device);
        _labels = tensor(ranks, [1, order.Length], device: device);
        _standardization = Standardization.Apply(features);
        _span = RowSpan.Of(features);
        _features = _span?.Coordinates ?? features;
        _bound = new HessianBound(_features, variance: train.Dimension);
        Origin = zeros(classes.Length, _features.shape[1] + 1, dtype: ScalarType.Float64, device: device);
    }

    /// <summary>The point of all zeros: [K, F + 1], or for fewer images than features [K, n + 1].</summary>
    public Tensor Origin { get; }

    /// <summary>The regression on all images but those of the validation split; a new objective in the present dispose scope.</summary>
    public SoftmaxRegressionObjective WithoutValidation(double l2)
        => new(_features.narrow(0, 0, _fitCount), _labels.narrow(1, 0, _fitCount), l2, _bound.Inverse(l2));

    /// <summary>The regression on all images; a new objective in the present dispose scope.</summary>
    public SoftmaxRegressionObjective Complete(double l2) => new(_features, _labels, l2, _bound.Inverse(l2));

    /// <summary>Turns a point into weights and bias for plain features, see <see cref="Standardization.Undo"/>.</summary>
    public (float[] Weights, float[] Bias) ToPlainFeatures(Tensor point, int[] classes, int classCount)
    {
        using DisposeScope scope = NewDisposeScope();
        return _standardization.Undo(_span?.Expand(point) ?? point, classes, classCount);
    }

    /// <summary>Accuracy at a point on the images of the validation split.</summary>
    public double ValidationAccuracy(Tensor point)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = _features.shape[0] - _fitCount;
        Tensor scores = SoftmaxRegressionObjective.Scores(_features.narrow(0, _fitCount, count), point);
        Tensor hits = scores.argmax(0, keepdim: true).eq(_labels.narrow(1, _fitCount, count));
        return (double)hits.sum().item<long>() / count;
    }
}
