using SimClr.Core.Loading;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// Linear evaluation as the paper does it (appendix B.6): logistic regression on frozen features by stochastic gradient descent, here
/// on features that are extracted once, without augmentation.
/// </summary>
/// <remarks>
/// <para><see cref="LinearProbe"/> finds the minimum itself and chooses its penalty, so it is the better measure where no paper's number is
/// to be compared with. With augmentation, the linear evaluation is <c>FineTuner.FitLinear</c>, which runs the encoder in every epoch.</para>
/// <para>The weights begin at 0. The same features, options and number of torch threads give the same result to the bit. May be called on
/// several threads at once.</para>
/// </remarks>
public static class SgdLinearProbe
{
    /// <summary>Fits a classifier.</summary>
    /// <param name="train">Labeled features of at least two classes.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no labels, or only one class.</exception>
    /// <exception cref="InvalidOperationException">The descent has diverged; the message says what to change.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static LinearClassifier Fit(FeatureSet train, SgdLinearProbeOptions? options = null)
    {
        options = OptionsGuard.Validate(options ?? new SgdLinearProbeOptions(), new SgdLinearProbeOptionsValidator());
        int[] classes = [.. FeatureSetChecks.RequireLabels(train, nameof(train)).ToArray().Distinct().Order()];
        if (classes.Length < 2)
            throw new ArgumentException($"Expected labels of at least two classes, found class {classes[0]} only.", nameof(train));
        Device device = NativeTorch.OrCpu(options.Device);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable mode = no_grad();
        Tensor features = FeatureTensors.ToTensor(train, 0..train.Count, device); // [n, F]
        Tensor labels = tensor([.. train.Labels.ToArray().Select(label => (long)Array.BinarySearch(classes, label))], [1, train.Count], device: device);
        Standardization standardization = options.Standardize ? Standardization.Apply(features) : Standardization.None(train.Dimension, device);
        using SoftmaxDescent descent = new(
            classes.Length, train.Dimension, new DescentRule(options.Momentum, options.Nesterov, options.WeightDecay), device);
        Descend(descent, features, labels, options);
        // [K, F + 1]
        Tensor point = cat([descent.Weights, descent.Bias], 1).to(ScalarType.Float64);
        if (!point.isfinite().all().ToBoolean())
        {
            throw new InvalidOperationException(
                $"The descent has diverged at a learning rate of {options.LearningRate:g4}: lower {nameof(SgdLinearProbeOptions.LearningRate)}, "
                + $"or set {nameof(SgdLinearProbeOptions.Standardize)} for features of such a scale.");
        }

        (float[] weights, float[] bias) = standardization.Undo(point, classes, train.ClassCount);
        return new LinearClassifier(weights, bias, device) { L2 = options.WeightDecay, Candidates = [], Converged = true, ClassNames = train.ClassNames };
    }

    private static void Descend(SoftmaxDescent descent, Tensor features, Tensor labels, SgdLinearProbeOptions options)
    {
        int images = (int)features.shape[0];
        int batch = Math.Min(options.BatchSize, images);
        EpochSampler sampler = new(images, batch, options.Seed, dropLast: false);
        WarmupCosineSchedule schedule = new(
            options.LearningRateScaling.Scale(batch, options.LearningRate), warmupSteps: 0, (long)sampler.BatchesPerEpoch * options.Epochs);
        long step = 0;
        for (int epoch = 0; epoch < options.Epochs; epoch++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor order = tensor([.. sampler.Permutation(epoch).Select(index => (long)index)], device: features.device); // [n]
            foreach (Tensor rows in order.split(batch))
            {
                using DisposeScope inner = NewDisposeScope();
                // [B, F] and [1, B]
                descent.Step(features.index_select(0, rows), labels.index_select(1, rows), schedule.LearningRateAt(step++));
            }
        }
    }
}
