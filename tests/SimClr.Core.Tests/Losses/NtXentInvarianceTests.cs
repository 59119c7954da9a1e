using CsCheck;
using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>What must hold by the formula, whatever the embeddings.</summary>
public sealed class NtXentInvarianceTests
{
    private static readonly Gen<(double[][] Rows, double Temperature)> Batches
        = Gen.Select(Gen.Int[1, 9], Gen.Int[1, 6], Gen.Long, Gen.Double[0.02, 3], (pairs, dimension, seed, temperature) => (EmbeddingTensors.Random(pairs, dimension, seed), temperature));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void Call_EqualEmbeddings_IsTheLogarithmOfTheOthers(int pairs)
    {
        using Tensor z = ones(pairs, 8, dtype: float64).requires_grad_();
        using NtXentLoss loss = new(0.1);

        using Tensor value = loss.call(z, z);
        value.backward();

        double expected = Math.Log(2 * pairs - 1);
        value.item<double>().Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float64, 2 * pairs, 8, 0.1, expected));
        // Pulled and pushed alike, each by no more than 1 / τ.
        double bound = LossBounds.Gradient(ScalarType.Float64, 2 * pairs, 8, 0.1) / 0.1;
        z.grad!.Flat().Should().AllSatisfy(element => element.Should().BeApproximately(0, bound));
    }

    [Fact]
    public void Call_SwappedViews_ChangesNothing()
        => Batches.Sample(
            batch => ShouldHaveTheSameLoss(
                [.. batch.Rows[(batch.Rows.Length / 2)..], .. batch.Rows[..(batch.Rows.Length / 2)]], batch.Rows, batch.Temperature),
            iter: 40,
            seed: "0000000000001",
            threads: 1);

    [Fact]
    public void Call_PermutedBatch_ChangesNothing()
        => Batches.Sample(
            batch =>
            {
                double[][] first = batch.Rows[..(batch.Rows.Length / 2)];
                double[][] second = batch.Rows[(batch.Rows.Length / 2)..];
                ShouldHaveTheSameLoss([.. first.Reverse(), .. second.Reverse()], batch.Rows, batch.Temperature);
            },
            iter: 40,
            seed: "0000000000001",
            threads: 1);

    [Fact]
    public void Call_RowsScaledByPositiveFactors_ChangesNothing()
        => Batches.Sample(
            batch =>
            {
                double[][] scaled = [.. batch.Rows.Select((row, index) => row.Select(value => value * Math.Pow(10, index % 7 - 3)).ToArray())];
                ShouldHaveTheSameLoss(scaled, batch.Rows, batch.Temperature);
            },
            iter: 40,
            seed: "0000000000001",
            threads: 1);

    [Fact]
    public void Backward_Anywhere_IsOrthogonalToTheEmbedding()
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(30, 8));
        z1.requires_grad_();
        using NtXentLoss loss = new(0.2);

        loss.call(z1, z2).backward();

        // Relative to the products' magnitudes, of which the sum has nothing left.
        double bound = LossBounds.Gradient(ScalarType.Float64, 60, 8, 0.2);
        ((z1 * z1.grad!).sum(1).abs() / (z1 * z1.grad!).abs().sum(1)).Flat().Should().AllSatisfy(share => share.Should().BeLessThan(bound));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Call_OnePair_IsZeroWithZeroGradient(ScalarType type)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(1, 8), type);
        z1.requires_grad_();
        z2.requires_grad_();
        using NtXentLoss loss = new(0.1);

        using Tensor value = loss.call(z1, z2);
        value.backward();

        value.to(float64).item<double>().Should().Be(0);
        z1.grad!.Flat().Should().AllBeEquivalentTo(0d);
        z2.grad!.Flat().Should().AllBeEquivalentTo(0d);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.5)]
    public void Call_RowsOfZeroNorm_HaveNoSimilarityAndNoGradient(double temperature)
    {
        double[][] rows = EmbeddingTensors.Random(6, 8);
        rows[2] = new double[8];
        rows[8] = new double[8];
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(rows, ScalarType.Float32);
        double expected = NaiveNtXent.Loss(EmbeddingTensors.Rows(z1, z2), temperature);
        z1.requires_grad_();
        using NtXentLoss loss = new(temperature);

        using Tensor value = loss.call(z1, z2);
        value.backward();

        ((double)value.item<float>())
            .Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float32, 12, 8, temperature, expected));
        z1.grad!.isfinite().all().item<bool>().Should().BeTrue();
        z1.grad![2].Flat().Should().AllBeEquivalentTo(0d);
        z1.grad![3].abs().max().item<float>().Should().BePositive();
    }

    [Fact]
    public void Call_AllRowsZero_IsTheLogarithmOfTheOthers()
    {
        using Tensor z = zeros(4, 3);
        using NtXentLoss loss = new(0.01);

        // All logits are exactly 0.
        ((double)loss.call(z, z).item<float>())
            .Should().BeApproximately(Math.Log(7), LossBounds.Value(ScalarType.Float32, 8, 3, double.PositiveInfinity, Math.Log(7)));
    }

    [Fact]
    public void Call_OppositeAndOrthogonalRowsAtLowTemperature_StaysFinite()
    {
        // Every logit but the partner's is -100 or 0, the partner's -100: without the row's maximum all exponentials vanish in 32 bits.
        using Tensor z1 = tensor(new float[] { 1, 0, 0, 1 }, [2, 2]);
        using Tensor z2 = -z1;
        using NtXentLoss loss = new(0.01);

        double expected = 100 + Math.Log(2);
        ((double)loss.call(z1, z2).item<float>())
            .Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float32, 4, 2, 0.01, expected));
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(0.01)]
    public void Call_EqualRowsAtLowTemperature_StaysFinite(double temperature)
    {
        // Every logit is 100 or more: without the row's maximum the exponentials overflow in 32 bits.
        using Tensor z = ones(4, 3).requires_grad_();
        using NtXentLoss loss = new(temperature);

        using Tensor value = loss.call(z, z.detach());
        value.backward();

        // Equal logits of a million may be told apart by their rounding, where not all are computed in the same way.
        ((double)value.item<float>())
            .Should().BeApproximately(Math.Log(7), LossBounds.Value(ScalarType.Float32, 8, 3, temperature, Math.Log(7)));
        z.grad!.isfinite().all().item<bool>().Should().BeTrue();
    }

    private static void ShouldHaveTheSameLoss(double[][] actual, double[][] rows, double temperature)
    {
        double expected = Loss(rows, temperature);
        double bound = 2 * LossBounds.Value(ScalarType.Float64, rows.Length, rows[0].Length, temperature, expected);
        Loss(actual, temperature).Should().BeApproximately(expected, bound);
    }

    private static double Loss(double[][] rows, double temperature)
    {
        using IDisposable scope = NewDisposeScope();
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(rows);
        using NtXentLoss loss = new(temperature);
        return loss.call(z1, z2).item<double>();
    }
}
