using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Evaluation.Probing;

public sealed class SoftmaxRegressionObjectiveTests : IDisposable
{
    private const int Count = 9000;
    private const int Dimension = 3;
    private const int Classes = 4;
    private const double L2 = 0.3;

    // More images than a block of the objective.
    private static readonly FeatureSet Set = Features.Clusters(Count, Dimension, Classes, seed: 1);

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly SoftmaxRegressionObjective _objective;
    private readonly double[] _point = [.. Enumerable.Range(0, Classes * (Dimension + 1)).Select(i => Math.Sin(1.3 * i))];

    public SoftmaxRegressionObjectiveTests()
    {
        Tensor features = FeatureTensors.ToTensor(Set, 0..Count, CPU);
        Tensor labels = tensor(Set.Labels.ToArray().Select(label => (long)label).ToArray(), [1, Count]);
        _objective = new SoftmaxRegressionObjective(features, labels, L2, null);
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Evaluate_AgainstANaiveLoop_GivesTheSameValue()
        => _objective.Evaluate(AsTensor(_point)).Value.Should().BeApproximately(Naive(_point), 2 * RoundingOfLogits());

    [Fact]
    public void Evaluate_Gradient_AgreesWithCentralDifferences()
    {
        double[] gradient = _objective.Evaluate(AsTensor(_point)).Gradient.data<double>().ToArray();
        // A sum over all images of probabilities, off by as much as the logits, times features.
        double bound = Set.Values.ToArray().Max(Math.Abs) * (2 * RoundingOfLogits() + RoundingBounds.Likely(Count, ScalarType.Float32));

        for (int i = 0; i < _point.Length; i++)
        {
            double Shifted(double step) => Naive([.. _point.Select((value, at) => at == i ? value + step : value)]);
            gradient[i].Should().BeApproximately((Shifted(1e-5) - Shifted(-1e-5)) / 2e-5, bound);
        }
    }

    [Fact]
    public void Evaluate_AtZero_IsTheLogarithmOfTheNumberOfClasses()
        => _objective.Evaluate(zeros([Classes, Dimension + 1], ScalarType.Float64)).Value
            .Should().BeApproximately(Math.Log(Classes), 1e-12);

    [Fact]
    public void Precondition_WithTheBound_IsItsInverse()
    {
        Tensor features = FeatureTensors.ToTensor(Set, 0..Count, CPU);
        Standardization.Apply(features);
        Tensor labels = zeros([1, Count], ScalarType.Int64);
        SoftmaxRegressionObjective objective = new(features, labels, L2, new HessianBound(features, features.shape[1]).Inverse(L2));
        Tensor direction = AsTensor(_point);

        Tensor solved = objective.Precondition(direction).narrow(1, 0, Dimension);

        Tensor correlation = features.t().mm(features).to(ScalarType.Float64) / Count;
        Tensor back = solved.mm(correlation * 0.5 + eye(Dimension, dtype: ScalarType.Float64) * L2);
        // The direction's elements stay below 1; the correlation is a sum over all images, and no eigenvalue is below L2.
        (back - direction.narrow(1, 0, Dimension)).abs().max().item<double>()
            .Should().BeLessThan(2 * RoundingBounds.Likely(Count, ScalarType.Float32) / L2);
    }

    [Fact]
    public void Inverse_OfTooManyFeatures_IsLeftOut()
        => new HessianBound(zeros(2, 5000), variance: 5000).Inverse(1).Should().BeNull();

    /// <summary>Products with the features run in single precision; the largest sum of magnitudes.</summary>
    private double RoundingOfLogits()
        => RoundingBounds.Worst(Dimension + 2, ScalarType.Float32) * Dimension * Set.Values.ToArray().Max(Math.Abs) * _point.Max(Math.Abs);

    private static Tensor AsTensor(double[] point) => tensor(point, [Classes, Dimension + 1]);

    private static double Naive(double[] point)
    {
        double sum = 0;
        for (int i = 0; i < Count; i++)
        {
            double[] logits = new double[Classes];
            for (int label = 0; label < Classes; label++)
            {
                logits[label] = point[label * (Dimension + 1) + Dimension];
                for (int f = 0; f < Dimension; f++)
                    logits[label] += point[label * (Dimension + 1) + f] * Set.Row(i)[f];
            }

            sum += Math.Log(logits.Sum(Math.Exp)) - logits[Set.Labels[i]];
        }

        return sum / Count + 0.5 * L2 * point.Where((_, at) => at % (Dimension + 1) != Dimension).Sum(weight => weight * weight);
    }
}
