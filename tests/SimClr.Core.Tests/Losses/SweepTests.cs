using SimClr.Core.Losses;
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
        double[][] values = Embeddings.Random(Pairs, 6);
        using Tensor rows = UnitRowsOf(values);
        using Tensor gradient = zeros_like(rows);

        using Tensor value = Sweep(kind, size, Temperature).Run(rows, gradient);

        double expected = NaiveNtXent.Loss(values, Temperature);
        value.item<double>()
            .Should().BeApproximately(expected, 2 * LossBounds.Value(ScalarType.Float64, 2 * Pairs, 6, Temperature, expected));
        Embeddings.RelativeError(gradient.Flat(), PlainGradient(rows, Temperature))
            .Should().BeLessThan(2 * LossBounds.Gradient(ScalarType.Float64, 2 * Pairs, 6, Temperature));
    }

    [Theory]
    [InlineData(1.0 / 60)]
    [InlineData(0.02)]
    public void Run_TilesAtTheLowestTemperatures_StayExactFor32Bits(double temperature)
    {
        // Partners opposite, equal or unrelated, and near copies among the negatives: exponentials from one end of the range to the other.
        double[][] values = Embeddings.Random(8, 4);
        values[8] = [.. values[0].Select(value => -value)];
        values[9] = values[1];
        values[2] = values[0];
        values[3] = [.. values[0].Select(value => -value)];
        (Tensor z1, Tensor z2) = Embeddings.Tensors(values, ScalarType.Float32);
        using Tensor rows = UnitRows.Of(cat([z1, z2])).Values;
        using Tensor gradient = zeros_like(rows);

        using Tensor value = new NtXentTileSweep(temperature).Run(rows, gradient);

        NtXentTileSweep.Covers(temperature, ScalarType.Float32).Should().BeTrue();
        double expected = NaiveNtXent.Loss(Embeddings.Rows(z1, z2), temperature);
        ((double)value.item<float>())
            .Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float32, 16, 4, temperature, expected));
        using Tensor exact = UnitRowsOf(Embeddings.Rows(z1, z2));
        Embeddings.RelativeError(gradient.Flat(), PlainGradient(exact, temperature))
            .Should().BeLessThan(LossBounds.Gradient(ScalarType.Float32, 16, 4, temperature));
    }

    [Fact]
    public void Covers_TemperatureBelowTheRangeOfTheType_IsFalse()
    {
        NtXentTileSweep.Covers(0.0166, ScalarType.Float32).Should().BeFalse();
        NtXentTileSweep.Covers(0.0016, ScalarType.Float64).Should().BeFalse();
        NtXentTileSweep.Covers(0.0017, ScalarType.Float64).Should().BeTrue();
    }

    [Theory]
    [InlineData("tiles")]
    [InlineData("rows")]
    public void Run_AnyNumberOfThreads_GivesTheSameBits(string kind)
    {
        int previous = get_num_threads();
        try
        {
            (Tensor z1, Tensor z2) = Embeddings.Tensors(Embeddings.Random(1300, 128), ScalarType.Float32);
            using Tensor rows = UnitRows.Of(cat([z1, z2])).Values;
            (float Value, double[] Gradient) Run(int threads)
            {
                set_num_threads(threads);
                using Tensor gradient = zeros_like(rows);
                using Tensor value = Sweep(kind, 256, 0.1).Run(rows, gradient);
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
                return RowTerms.Mean(terms).item<float>();
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

    [Theory]
    [InlineData(1, 512, new long[] { 1 })]
    [InlineData(512, 512, new long[] { 512 })]
    [InlineData(513, 512, new long[] { 272, 241 })]
    [InlineData(1300, 512, new long[] { 448, 448, 404 })]
    [InlineData(5, 2, new long[] { 2, 2, 1 })]
    [InlineData(1024, 1000, new long[] { 512, 512 })]
    public void Partition_AnySize_CoversBothHalvesAlike(long pairs, long largest, long[] lengths)
    {
        IReadOnlyList<RowRange> ranges = RowRange.Partition(pairs, largest);

        int parts = lengths.Length;
        ranges.Select(range => range.Length).Should().Equal([.. lengths, .. lengths]);
        ranges.Select(range => range.Start).Should().Equal(ranges.Select((_, index) => ranges.Take(index).Sum(range => range.Length)));
        for (int i = 0; i < parts; i++)
            ranges[i + parts].Should().Be(new RowRange(ranges[i].Start + pairs, ranges[i].Length));
    }

    private static IUnitRowLoss Sweep(string kind, long size, double temperature)
        => kind == "tiles" ? new NtXentTileSweep(temperature, size) : new RowBlockSweep(new NtXentObjective(temperature), size);

    private static Tensor UnitRowsOf(double[][] values)
    {
        (Tensor z1, Tensor z2) = Embeddings.Tensors(values);
        return UnitRows.Of(cat([z1, z2])).Values;
    }

    /// <summary>The gradient by the unit rows, not by what was normalised to them.</summary>
    private static double[] PlainGradient(Tensor rows, double temperature)
    {
        using Tensor leaf = rows.detach().clone().requires_grad_();
        long count = rows.shape[0];
        Tensor logits = (leaf.mm(leaf.t()) / temperature).masked_fill(eye(count, dtype: ScalarType.Bool), float.NegativeInfinity);
        nn.functional.cross_entropy(logits, arange(count, dtype: int64).add(count / 2).remainder(count)).backward();
        return leaf.grad!.Flat();
    }
}
