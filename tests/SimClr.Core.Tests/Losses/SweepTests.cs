using SimClr.Core.Losses;
using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.NtXent;
using SimClr.Core.Losses.Rowwise;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>The two ways through the similarity matrix, at every size of their pieces.</summary>
public sealed class SweepTests
{
    private const int Pairs = 20;
    private const double Temperature = 0.2;

    public static TheoryData<string, long> Sweeps
    {
        get
        {
            TheoryData<string, long> data = [];
            foreach (string kind in new[] { "tiles", "rows" })
                foreach (long size in new[] { 1L, 7, 10, 20, 1000 })
                    data.Add(kind, size);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sweeps))]
    public void Run_AnyPieceSize_EqualsNaiveLoopAndPlainAutograd(string kind, long size)
    {
        double[][] values = EmbeddingTensors.Random(Pairs, 6);
        using Tensor rows = UnitRowsOf(values);
        using Tensor gradient = zeros_like(rows);

        using Tensor value = Sweep(kind, size, Temperature).Run(new EmbeddingBatch(rows, 2), gradient);

        double expected = NaiveNtXent.Loss(values, Temperature);
        value.item<double>()
            .Should().BeApproximately(expected, 2 * LossBounds.Value(ScalarType.Float64, 2 * Pairs, 6, Temperature, expected));
        EmbeddingTensors.RelativeError(gradient.Flat(), PlainGradient(rows, Temperature))
            .Should().BeLessThan(2 * LossBounds.Gradient(ScalarType.Float64, 2 * Pairs, 6, Temperature));
    }

    [Theory]
    [InlineData(1.0 / 60)]
    [InlineData(0.02)]
    public void Run_TilesAtTheLowestTemperatures_StayExactFor32Bits(double temperature)
    {
        // Partners opposite, equal or unrelated, and near copies among the negatives: exponentials from one end of the range to the other.
        double[][] values = EmbeddingTensors.Random(8, 4);
        values[8] = [.. values[0].Select(value => -value)];
        values[9] = values[1];
        values[2] = values[0];
        values[3] = [.. values[0].Select(value => -value)];
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(values, ScalarType.Float32);
        using Tensor rows = NormalizedEmbeddings.Of(cat([z1, z2])).Values;
        using Tensor gradient = zeros_like(rows);

        using Tensor value = new NtXentTileSweep(temperature, new EachPositive(), new CoupledTerms()).Run(new EmbeddingBatch(rows, 2), gradient);

        NtXentTileSweep.MaximumNeedNotBeSubtracted(temperature, ScalarType.Float32).Should().BeTrue();
        double expected = NaiveNtXent.Loss(EmbeddingTensors.Rows(z1, z2), temperature);
        ((double)value.item<float>())
            .Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float32, 16, 4, temperature, expected));
        using Tensor exact = UnitRowsOf(EmbeddingTensors.Rows(z1, z2));
        EmbeddingTensors.RelativeError(gradient.Flat(), PlainGradient(exact, temperature))
            .Should().BeLessThan(LossBounds.Gradient(ScalarType.Float32, 16, 4, temperature));
    }

    [Fact]
    public void MaximumNeedNotBeSubtracted_TemperatureBelowTheRangeOfTheType_IsFalse()
    {
        NtXentTileSweep.MaximumNeedNotBeSubtracted(0.0166, ScalarType.Float32).Should().BeFalse();
        NtXentTileSweep.MaximumNeedNotBeSubtracted(0.0016, ScalarType.Float64).Should().BeFalse();
        NtXentTileSweep.MaximumNeedNotBeSubtracted(0.0017, ScalarType.Float64).Should().BeTrue();
    }

    [Theory]
    [InlineData("tiles")]
    [InlineData("rows")]
    public void Run_AnyNumberOfThreads_GivesTheSameBits(string kind)
    {
        int previous = get_num_threads();
        try
        {
            (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(1300, 128), ScalarType.Float32);
            using Tensor rows = NormalizedEmbeddings.Of(cat([z1, z2])).Values;
            (float Value, double[] Gradient) Run(int threads)
            {
                set_num_threads(threads);
                using Tensor gradient = zeros_like(rows);
                using Tensor value = Sweep(kind, 256, 0.1).Run(new EmbeddingBatch(rows, 2), gradient);
                return (value.item<float>(), gradient.Flat());
            }
            (float Value, double[] Gradient) one = Run(1);
            foreach (int threads in new[] { 2, 3 })
            {
                (float Value, double[] Gradient) many = Run(threads);
                many.Value.Should().Be(one.Value);
                many.Gradient.SequenceEqual(one.Gradient).Should().BeTrue($"{threads} threads must change no bit");
            }
        }
        finally
        {
            set_num_threads(previous);
        }
    }

    [Fact]
    public void Mean_MoreTermsThanTorchSumsOnOneThread_IsTheSameForAnyNumberOfThreads()
    {
        int previous = get_num_threads();
        try
        {
            using Tensor terms = arange(200_001, dtype: float32).mul(0.37).sin().add(3);
            float Mean(int threads)
            {
                set_num_threads(threads);
                return DeterministicMean.Of(terms).item<float>();
            }
            Mean(2).Should().Be(Mean(1)).And.Be(Mean(3));
            ((double)Mean(1)).Should().BeApproximately(
                terms.to(float64).mean().item<double>(), 3 * RoundingBounds.Likely(terms.numel(), ScalarType.Float32), "terms are near 3");
        }
        finally
        {
            set_num_threads(previous);
        }
    }

    /// <summary>Three views, both targets, both kinds of terms: the sizes of the pieces show nowhere.</summary>
    [Theory]
    [MemberData(nameof(Sweeps))]
    public void Run_ThreeViewsInAnyPieceSize_EqualsTheLossInOnePiece(string kind, long size)
    {
        using Tensor rows = nn.functional.normalize(EmbeddingTensors.Views(Pairs, 3, 6));
        foreach (INtXentTarget target in new INtXentTarget[] { new EachPositive(), new MeanOfPositives() })
            foreach (INtXentTerms terms in new INtXentTerms[] { new CoupledTerms(), new DecoupledTerms() })
            {
                (double value, double[] gradient) = Run(Sweep(kind, size, Temperature, target, terms));
                (double expected, double[] exact) = Run(new NtXentTileSweep(Temperature, target, terms));

                value.Should().BeApproximately(expected, 1e-13);
                EmbeddingTensors.RelativeError(gradient, exact).Should().BeLessThan(1e-12);
            }

        (double, double[]) Run(IClosedFormLoss sweep)
        {
            using Tensor gradient = zeros_like(rows);
            using Tensor value = sweep.Run(new EmbeddingBatch(rows, 3), gradient);
            return (value.item<double>(), gradient.Flat());
        }
    }

    [Theory]
    [InlineData(1, 512, new long[] { 1 })]
    [InlineData(512, 512, new long[] { 512 })]
    [InlineData(513, 512, new long[] { 272, 241 })]
    [InlineData(1300, 512, new long[] { 448, 448, 404 })]
    [InlineData(5, 2, new long[] { 2, 2, 1 })]
    [InlineData(1024, 1000, new long[] { 512, 512 })]
    public void Partition_AnySize_CoversAllViewsAlike(long images, long largest, long[] lengths)
    {
        IReadOnlyList<RowBlock> blocks = RowBlock.Partition(3, images, largest);

        int parts = lengths.Length;
        blocks.Select(block => block.Length).Should().Equal([.. lengths, .. lengths, .. lengths]);
        blocks.Select(block => block.Start).Should().Equal(blocks.Select((_, index) => blocks.Take(index).Sum(block => block.Length)));
        for (int i = 0; i < 2 * parts; i++)
            blocks[i + parts].Should().Be(blocks[i] with { View = blocks[i].View + 1 });
    }

    private static IClosedFormLoss Sweep(
        string kind, long size, double temperature, INtXentTarget? target = null, INtXentTerms? terms = null)
    {
        (target, terms) = (target ?? new EachPositive(), terms ?? new CoupledTerms());
        return kind == "tiles" ? new NtXentTileSweep(temperature, target, terms, size) : new NtXentRowSweep(temperature, target, terms, size);
    }

    private static Tensor UnitRowsOf(double[][] values)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(values);
        return NormalizedEmbeddings.Of(cat([z1, z2])).Values;
    }

    /// <summary>The gradient by the unit rows, not by what was normalized to them.</summary>
    private static double[] PlainGradient(Tensor rows, double temperature)
    {
        using Tensor leaf = rows.detach().clone().requires_grad_();
        long count = rows.shape[0];
        Tensor logits = (leaf.mm(leaf.t()) / temperature).masked_fill(eye(count, dtype: ScalarType.Bool), float.NegativeInfinity);
        nn.functional.cross_entropy(logits, arange(count, dtype: int64).add(count / 2).remainder(count)).backward();
        return leaf.grad!.Flat();
    }
}
