using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>The losses that the paper compares with, against double loops over the pairs and central differences.</summary>
public sealed class OtherLossesTests
{
    private const double Coldest = 0.01;

    private static readonly Dictionary<string, (Func<ContrastiveLoss> Create, Func<double[][], double> Naive)> Losses = new()
    {
        ["logistic"] = (() => new NtLogisticLoss(0.3), rows => Naive(rows, Logistic(0.3), null)),
        ["logistic, cold"] = (() => new NtLogisticLoss(Coldest), rows => Naive(rows, Logistic(Coldest), null)),
        ["logistic, semi-hard"] = (() => new NtLogisticLoss(0.3, NegativeMining.SemiHard, 0.4), rows => Naive(rows, Logistic(0.3), 0.4)),
        ["margin"] = (() => new MarginTripletLoss(0.4, NegativeMining.All), rows => Naive(rows, Triplet(0.4), null)),
        ["margin, semi-hard"] = (() => new MarginTripletLoss(0.7), rows => Naive(rows, Triplet(0.7), 0.7)),
    };

    public static TheoryData<string> Names => [.. Losses.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_Double_EqualsNaiveLoop(string name)
    {
        double[][] rows = EmbeddingTensors.Random(300, 5, likeness: 0.6);
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(rows);
        using ContrastiveLoss loss = Losses[name].Create();

        double expected = Losses[name].Naive(rows);

        expected.Should().BePositive();
        loss.call(z1, z2).item<double>()
            .Should().BeApproximately(expected, 2 * LossBounds.Value(ScalarType.Float64, 600, 5, Coldest, expected));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_Double_EqualsCentralDifferences(string name)
    {
        double[][] rows = EmbeddingTensors.Random(6, 4, seed: 3, likeness: 0.6);
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(rows);
        using ContrastiveLoss loss = Losses[name].Create();

        loss.call(z1.requires_grad_(), z2.requires_grad_()).backward();

        double[] expected = [.. NaiveNtXent.Gradient(rows, Losses[name].Naive).SelectMany(row => row)];
        EmbeddingTensors.RelativeError(cat([z1.grad!, z2.grad!]).Flat(), expected).Should().BeLessThan(1e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_OnePair_IsFiniteWithoutNegatives(string name)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(1, 4), ScalarType.Float32);
        using ContrastiveLoss loss = Losses[name].Create();

        using Tensor value = loss.call(z1.requires_grad_(), z2);
        value.backward();

        double expected = Losses[name].Naive(EmbeddingTensors.Rows(z1.detach(), z2));
        ((double)value.item<float>())
            .Should().BeApproximately(expected, LossBounds.Value(ScalarType.Float32, 2, 4, Coldest, expected));
        z1.grad!.isfinite().all().item<bool>().Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_EqualAndZeroRows_IsFinite(string name)
    {
        using Tensor z1 = ones(4, 3).index_fill_(0, tensor(new long[] { 2 }), 0).requires_grad_();
        using Tensor z2 = ones(4, 3);
        using ContrastiveLoss loss = Losses[name].Create();

        using Tensor value = loss.call(z1, z2);
        value.backward();

        float.IsFinite(value.item<float>()).Should().BeTrue();
        z1.grad!.isfinite().all().item<bool>().Should().BeTrue();
    }

    /// <summary>Semi-hard negatives lie between the positive and the margin below it, neither included (the paper's section 5.1).</summary>
    [Theory]
    [InlineData(1, 0, 0.4)] // as similar as the positive
    [InlineData(0, 1, 1)] // less similar by the margin
    public void Call_NegativesAtTheEndsOfSemiHard_DoNotCount(double x, double y, double margin)
    {
        using Tensor rows = tensor(new[] { 1, 0, x, y }, [2, 2]);
        using NtLogisticLoss logistic = new(1, NegativeMining.SemiHard, margin);
        using MarginTripletLoss triplet = new(margin);

        logistic.call(rows, rows).item<double>()
            .Should().BeApproximately(Math.Log(1 + Math.Exp(-1)), 1e-12, "only the positive's term is left");
        triplet.call(rows, rows).item<double>().Should().Be(0);
    }

    [Fact]
    public void Constructors_ArgumentsAtTheEndsOfTheirRanges_AreAccepted()
    {
        using MarginTripletLoss margin = new(2);
        using NtLogisticLoss logistic = new(1e-6, NegativeMining.SemiHard, double.Epsilon);
        margin.Margin.Should().Be(2);
        logistic.Margin.Should().Be(double.Epsilon);
    }

    [Fact]
    public void Constructors_ArgumentsOutOfRange_Throw()
    {
        FluentActions.Invoking(() => new NtLogisticLoss(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new NtLogisticLoss(1, (NegativeMining)5)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new MarginTripletLoss(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new MarginTripletLoss(2.1)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new MarginTripletLoss(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Call_UnfitTensors_Throws()
    {
        using NtLogisticLoss logistic = new();
        using MarginTripletLoss margin = new();
        logistic.Invoking(loss => loss.call(zeros(3, 4), zeros(3, 5))).Should().Throw<ArgumentException>();
        margin.Invoking(loss => loss.call(zeros(3, 4), zeros(3, 5))).Should().Throw<ArgumentException>();
    }

    private static Func<double, double, double> Logistic(double temperature)
        => (positive, negative) => double.IsNaN(negative)
            ? Math.Log(1 + Math.Exp(-positive / temperature))
            : Math.Log(1 + Math.Exp(negative / temperature));

    private static Func<double, double, double> Triplet(double margin)
        => (positive, negative) => double.IsNaN(negative) ? 0 : Math.Max(negative - positive + margin, 0);

    /// <summary>The mean over views of the term without negative plus the mean of the terms of those that count.</summary>
    private static double Naive(double[][] rows, Func<double, double, double> term, double? semiHardMargin)
    {
        int count = rows.Length;
        double total = 0;
        for (int i = 0; i < count; i++)
        {
            int partner = (i + count / 2) % count;
            double positive = NaiveNtXent.Cosine(rows[i], rows[partner]);
            double[] negatives =
            [
                .. Enumerable.Range(0, count).Where(k => k != i && k != partner).Select(k => NaiveNtXent.Cosine(rows[i], rows[k]))
                    .Where(negative => semiHardMargin is not { } margin || (negative < positive && negative > positive - margin)),
            ];
            total += term(positive, double.NaN) + (negatives.Length == 0 ? 0 : negatives.Average(negative => term(positive, negative)));
        }
        return total / count;
    }
}
