using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

public sealed class NtXentLossTests
{
    /// <summary>More pairs than one block of rows holds, and not a multiple of it.</summary>
    private const int ManyPairs = 300;

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.07)]
    [InlineData(0.5)]
    [InlineData(5)]
    public void Call_Double_EqualsNaiveLoop(double temperature)
    {
        double[][] rows = EmbeddingTensors.Random(ManyPairs, 16);

        double expected = NaiveNtXent.Loss(rows, temperature);
        Value(rows, temperature, ScalarType.Float64)
            .Should().BeApproximately(expected, 2 * LossBounds.Value(ScalarType.Float64, 2 * ManyPairs, 16, temperature, expected));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.07)]
    [InlineData(0.5)]
    [InlineData(5)]
    public void Call_Single_EqualsNaiveLoop(double temperature)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(ManyPairs, 128, likeness: 0.2), ScalarType.Float32);
        double expected = NaiveNtXent.Loss(EmbeddingTensors.Rows(z1, z2), temperature);
        using NtXentLoss loss = new(temperature);

        using Tensor value = loss.call(z1, z2);

        value.dtype.Should().Be(ScalarType.Float32);
        ((double)value.item<float>())
            .Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float32, 2 * ManyPairs, 128, temperature, expected));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.07)]
    [InlineData(0.5)]
    [InlineData(5)]
    public void Backward_Single_EqualsDouble(double temperature)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(ManyPairs, 128, likeness: 0.2), ScalarType.Float32);

        double[] actual = Gradient(z1, z2, temperature);
        double[] expected = Gradient(z1.to(ScalarType.Float64), z2.to(ScalarType.Float64), temperature);

        EmbeddingTensors.RelativeError(actual, expected)
            .Should().BeLessThan(LossBounds.Gradient(ScalarType.Float32, 2 * ManyPairs, 128, temperature));
    }

    [Theory]
    [InlineData(0.07)]
    [InlineData(0.5)]
    [InlineData(5)]
    public void Backward_Double_EqualsCentralDifferences(double temperature)
    {
        double[][] rows = EmbeddingTensors.Random(5, 4);
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(rows);

        double[] expected = [.. NaiveNtXent.Gradient(rows, z => NaiveNtXent.Loss(z, temperature)).SelectMany(row => row)];

        EmbeddingTensors.RelativeError(Gradient(z1, z2, temperature), expected).Should().BeLessThan(1e-8);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1)]
    public void Call_BFloat16_AccumulatesIn32Bits(double temperature)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(64, 32), ScalarType.BFloat16);
        z1.requires_grad_();
        double expected = NaiveNtXent.Loss(EmbeddingTensors.Rows(z1, z2), temperature);
        using NtXentLoss loss = new(temperature);

        using Tensor value = loss.call(z1, z2);
        value.backward();

        value.dtype.Should().Be(ScalarType.Float32);
        ((double)value.item<float>())
            .Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float32, 128, 32, temperature, expected));
        z1.grad!.dtype.Should().Be(ScalarType.BFloat16);
        z1.grad!.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void Call_NearlyPerfectPairs_KeepsTheDigitsOfASmallLoss()
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(16, 64, likeness: 0.9), ScalarType.Float32);
        double expected = NaiveNtXent.Loss(EmbeddingTensors.Rows(z1, z2), 0.05);

        double[] actual = Gradient(z1, z2, 0.05);
        double[] exact = Gradient(z1.to(ScalarType.Float64), z2.to(ScalarType.Float64), 0.05);
        using NtXentLoss loss = new(0.05);

        expected.Should().BeLessThan(1e-4);
        // All that is left of such a loss are the negatives' exponentials.
        double bound = LossBounds.Gradient(ScalarType.Float32, 32, 64, 0.05);
        ((double)loss.call(z1, z2).item<float>()).Should().BeApproximately(expected, bound * expected);
        EmbeddingTensors.RelativeError(actual, exact).Should().BeLessThan(bound);
    }

    [Fact]
    public void Call_WithAndWithoutGradient_GivesTheSameValue()
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(ManyPairs, 16), ScalarType.Float32);
        using NtXentLoss loss = new(0.1);

        using Tensor without = loss.call(z1, z2);
        using Tensor with = loss.call(z1.requires_grad_(), z2);
        using IDisposable mode = no_grad();
        using Tensor under = loss.call(z1, z2);

        without.requires_grad.Should().BeFalse();
        under.requires_grad.Should().BeFalse();
        with.requires_grad.Should().BeTrue();
        with.item<float>().Should().Be(without.item<float>());
    }

    [Fact]
    public void Call_OfficialScale_IsTwiceThePapers()
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(20, 8));

        double[] paper = Gradient(z1, z2, 0.2, NtXentReduction.MeanOverViews);
        double[] official = Gradient(z1, z2, 0.2, NtXentReduction.SumOfDirections);

        using NtXentLoss paperLoss = new(0.2);
        using NtXentLoss officialLoss = new(0.2, NtXentReduction.SumOfDirections);
        officialLoss.call(z1, z2).item<double>().Should().BeApproximately(2 * paperLoss.call(z1, z2).item<double>(), 1e-14);
        EmbeddingTensors.RelativeError(official, [.. paper.Select(value => 2 * value)]).Should().BeLessThan(1e-14);
    }

    [Fact]
    public void Backward_ThroughANetwork_EqualsAutogradOfThePlainFormula()
    {
        (Tensor x1, Tensor x2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(12, 6));
        (Tensor weights, _) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(6, 4, seed: 2));
        using NtXentLoss loss = new(0.3);

        using Tensor closed = weights.clone().requires_grad_();
        (3 * loss.call(x1.mm(closed).tanh(), x2.mm(closed).tanh())).backward();
        using Tensor plain = weights.clone().requires_grad_();
        (3 * PlainNtXent.Loss(x1.mm(plain).tanh(), x2.mm(plain).tanh(), 0.3)).backward();

        EmbeddingTensors.RelativeError(closed.grad!.Flat(), plain.grad!.Flat()).Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Backward_OnlyOneInputWantsAGradient_ReachesIt()
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(7, 3));
        double[] both = Gradient(z1.clone(), z2.clone(), 0.5);
        using NtXentLoss loss = new(0.5);

        loss.call(z1, z2.requires_grad_()).backward();

        z1.grad.Should().BeNull();
        z2.grad!.Flat().Should().Equal(both[(7 * 3)..]);
    }

    [Fact]
    public void Call_ManySteps_LeavesNoTensorBehind()
    {
        using NtXentLoss loss = new();
        long before = 0;
        for (int step = 0; step < 12; step++)
        {
            using (NewDisposeScope())
            {
                (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(8, 4));
                loss.call(z1.requires_grad_(), z2).backward();
                ContrastiveAccuracy.Compute(z1, z2);
            }
            if (step == 1)
                before = Tensor.TotalCount;
        }

        Tensor.TotalCount.Should().BeLessThanOrEqualTo(before);
    }

    private static double Value(double[][] rows, double temperature, ScalarType type)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(rows, type);
        using NtXentLoss loss = new(temperature);
        return loss.call(z1, z2).to(ScalarType.Float64).item<double>();
    }

    private static double[] Gradient(Tensor z1, Tensor z2, double temperature, NtXentReduction scale = NtXentReduction.MeanOverViews)
    {
        (Tensor leaf1, Tensor leaf2) = (z1.clone().requires_grad_(), z2.clone().requires_grad_());
        using NtXentLoss loss = new(temperature, scale);
        loss.call(leaf1, leaf2).backward();
        return cat([leaf1.grad!, leaf2.grad!]).Flat();
    }
}
