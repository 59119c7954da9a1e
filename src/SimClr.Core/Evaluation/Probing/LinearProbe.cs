using SimClr.Core.Data;
using SimClr.Core.Numerics;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// Linear evaluation (paper, sections 2.4 and 4): multinomial logistic regression on frozen features. L2 is chosen on a validation split of
/// the training data, then the regression is fitted again on all of it; no test set is involved.
/// </summary>
/// <remarks>
/// <para>
/// Features are standardized with the mean and standard deviation of the training set, which the result undoes, so it takes plain features.
/// </para>
/// <para>
/// The values of L2 are tried from the strongest to the weakest, each starting where the last one ended; the sweep ends early at the second
/// that is worse than the best so far. Of equally good ones the strongest is chosen.
/// </para>
/// <para>
/// The fit is L-BFGS, preconditioned by the features' correlation; with fewer images than features it runs in the space that the images
/// span, where the solution lies. It is deterministic: the same features, options and number of torch threads give the same result to the
/// bit. May be called on several threads at once.
/// </para>
/// </remarks>
public sealed class LinearProbe
{
    private const int WorseCandidatesToStop = 2;

    private readonly double[] _candidates;
    private readonly double _validationFraction;
    private readonly long _seed;
    private readonly int _maximumIterations;
    private readonly double _tolerance;
    private readonly Device _device;

    private LinearProbe(LinearProbeOptions options)
    {
        _candidates = SpacedByLogarithm(options.MaximumL2, options.MinimumL2, options.CandidateCount);
        _validationFraction = options.ValidationFraction;
        _seed = options.Seed;
        _maximumIterations = options.MaximumIterations;
        _tolerance = options.Tolerance;
        _device = NativeTorch.OrCpu(options.Device);
    }

    /// <summary>Fits a classifier.</summary>
    /// <param name="train">Labeled features of at least two classes, one of them with at least two images.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">There are no labels, only one class, or only one image of each class.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static LinearClassifier Fit(FeatureSet train, LinearProbeOptions? options = null)
    {
        options = OptionsGuard.Validate(options ?? new LinearProbeOptions(), new LinearProbeOptionsValidator());
        return new LinearProbe(options).Run(train);
    }

    private static double[] SpacedByLogarithm(double first, double last, int count)
    {
        double step = (Math.Log10(last) - Math.Log10(first)) / Math.Max(1, count - 1);
        return [.. Enumerable.Range(0, count).Select(i => Math.Pow(10, Math.Log10(first) + i * step))];
    }

    private LinearClassifier Run(FeatureSet train)
    {
        int[] classes = [.. FeatureSetChecks.RequireLabels(train, nameof(train)).ToArray().Distinct().Order()];
        if (classes.Length < 2)
            throw new ArgumentException($"Expected labels of at least two classes, found class {classes[0]} only.", nameof(train));
        ClassBalancedSplit split = ClassBalancedSplit.Of(train.Labels, _validationFraction, _seed);
        if (split.HeldOut.Length == 0)
        {
            throw new ArgumentException(
                "Expected a class of at least two images, so that one can be kept back to choose L2 on.",
                nameof(train));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        ProbeData data = new(train, split, classes, _device);
        (Tensor start, LinearProbeCandidate best, List<LinearProbeCandidate> tried) = Sweep(data);
        (Tensor point, bool converged) = Minimize(data.Complete(best.L2), start);
        (float[] weights, float[] bias) = data.ToPlainFeatures(point, classes, train.ClassCount);
        return new LinearClassifier(weights, bias, _device) { L2 = best.L2, Candidates = tried, Converged = converged, ClassNames = train.ClassNames };
    }

    private (Tensor Point, LinearProbeCandidate Best, List<LinearProbeCandidate> Tried) Sweep(ProbeData data)
    {
        List<LinearProbeCandidate> tried = [];
        (Tensor Point, LinearProbeCandidate Candidate)? best = null;
        Tensor point = data.Origin;
        int worse = 0;
        foreach (double l2 in _candidates)
        {
            point = Minimize(data.WithoutValidation(l2), point).Point;
            LinearProbeCandidate candidate = new(l2, data.ValidationAccuracy(point));
            tried.Add(candidate);
            if (best is not { } leader || candidate.ValidationAccuracy > leader.Candidate.ValidationAccuracy)
                (best, worse) = ((point, candidate), 0);
            else if (candidate.ValidationAccuracy < leader.Candidate.ValidationAccuracy && ++worse == WorseCandidatesToStop)
                break;
        }

        return (best!.Value.Point, best.Value.Candidate, tried);
    }

    private (Tensor Point, bool Converged) Minimize(SoftmaxRegressionObjective objective, Tensor start)
    {
        LimitedMemoryBfgs minimizer = new(objective, _maximumIterations, _tolerance);
        Tensor point = minimizer.Minimize(start);
        return (point, minimizer.Iterations < _maximumIterations);
    }
}
