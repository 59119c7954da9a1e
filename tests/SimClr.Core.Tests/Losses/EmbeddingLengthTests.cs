using SimClr.Core.Losses;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>All that compares embeddings goes by their directions, whatever their lengths, as long as they are finite.</summary>
public sealed class EmbeddingLengthTests
{
    private const int Pairs = 16;

    private static readonly Dictionary<string, Func<ContrastiveLoss>> Losses = new()
    {
        ["nt-xent"] = () => new NtXentLoss(0.5),
        ["nt-xent, cold"] = () => new NtXentLoss(0.01),
        ["nt-xent, official"] = () => new NtXentLoss(0.5, NtXentReduction.SumOfDirections),
        ["logistic"] = () => new NtLogisticLoss(0.3),
        ["logistic, semi-hard"] = () => new NtLogisticLoss(0.3, NegativeMining.SemiHard, 0.4),
        ["margin"] = () => new MarginTripletLoss(0.4, NegativeMining.All),
        ["margin, semi-hard"] = () => new MarginTripletLoss(0.7),
        ["hadsell"] = () => new MarginContrastiveLoss(1.3),
        ["dcl"] = () => new DclLoss(0.5),
        ["supcon"] = () => new SupConLoss(0.5, PositiveRule.SameImage),
    };

    public static TheoryData<string, double> NamesAndLengths
    {
        get
        {
            TheoryData<string, double> data = [];
            foreach (string name in Losses.Keys)
                foreach (double length in new[] { 1e-37, 1e-30, 1e-20, 1e-13, 1e19, 1e20, 1e37 })
                    data.Add(name, length);
            return data;
        }
    }

    /// <summary>Powers of ten are no powers of two: what is compared with are the rows that single precision really holds.</summary>
    [Theory]
    [MemberData(nameof(NamesAndLengths))]
    public void Backward_RowsOfAnyLength_EqualsDoublesOfThoseRowsScaled(string name, double length)
    {
        (Tensor z1, Tensor z2) = Scaled(length);

        (double value, double[] gradient) = Run(name, z1, z2);
        (double exact, double[] scaled) = Run(name, z1.to(ScalarType.Float64).div(length), z2.to(ScalarType.Float64).div(length));

        exact.Should().BePositive();
        value.Should().BeApproximately(exact, 2e-6 * exact);
        double[] expected = [.. scaled.Select(element => element / length)];
        EmbeddingTensors.RelativeError(gradient, expected).Should().BeLessThan(name == "nt-xent, cold" ? 5e-5 : 5e-6);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-13)]
    [InlineData(1e200)]
    public void Backward_DoublesOfAnyLength_EqualsThatOfTheRowsScaled(double length)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(Pairs, 8));

        (double value, double[] gradient) = Run("nt-xent", z1 * length, z2 * length);
        (double exact, double[] scaled) = Run("nt-xent", z1, z2);

        value.Should().BeApproximately(exact, 1e-13);
        EmbeddingTensors.RelativeError([.. gradient.Select(element => element * length)], scaled).Should().BeLessThan(1e-12);
    }

    [Theory]
    [InlineData(ScalarType.BFloat16, 1e20)]
    [InlineData(ScalarType.BFloat16, 1e-30)]
    [InlineData(ScalarType.Float16, 6e4)]
    public void Backward_HalfPrecisionOfAnyLength_HasTheGradientOfSinglePrecision(ScalarType type, double largest)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(Pairs, 8));
        double length = largest / cat([z1, z2]).abs().max().item<double>();
        (z1, z2) = ((z1 * length).to(type), (z2 * length).to(type));

        (double value, double[] gradient) = Run("nt-xent", z1, z2);
        (double single, double[] expected) = Run("nt-xent", z1.to(ScalarType.Float32), z2.to(ScalarType.Float32));

        value.Should().Be(single);
        gradient.Should().Equal(tensor(expected).to(type).Flat(), "the gradient is rounded once, at the end");
    }

    [Fact]
    public void Backward_OneLongAndOneShortRow_LeavesTheOthersTheirBits()
    {
        (Tensor z1, Tensor z2) = Scaled(1);
        (double plain, double[] expected) = Run("nt-xent", z1, z2);
        Tensor lengths = ones(Pairs, 1);
        lengths[3, 0] = MathF.ScaleB(1, 70);
        lengths[5, 0] = MathF.ScaleB(1, -100);

        (double value, double[] gradient) = Run("nt-xent", z1 * lengths, z2);

        value.Should().Be(plain, "powers of two scale without rounding");
        (cat([lengths, ones(Pairs, 1)]).to(ScalarType.Float64) * tensor(gradient).reshape(2 * Pairs, -1)).Flat().Should().Equal(expected);
    }

    [Fact]
    public void Call_RowsOfWhatIsLeftOfNumbers_HaveNoDirection()
    {
        (Tensor z1, Tensor z2) = Scaled(1);
        Tensor lengths = ones(Pairs, 1);
        lengths[2, 0] = 0;

        (double zero, double[] expected) = Run("nt-xent", z1 * lengths, z2);
        lengths[2, 0] = 1e-41f;
        (double value, double[] gradient) = Run("nt-xent", z1 * lengths, z2);

        value.Should().Be(zero);
        gradient.Should().Equal(expected).And.OnlyContain(element => double.IsFinite(element));
        gradient[16..24].Should().OnlyContain(element => element == 0);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Call_ElementThatIsNotFinite_GivesNaN(float element)
    {
        (Tensor z1, Tensor z2) = Scaled(1);
        z1[4, 1] = element;

        foreach (string name in Losses.Keys.Where(name => name.StartsWith("nt-xent", StringComparison.Ordinal)))
            Run(name, z1, z2).Value.Should().Be(double.NaN, "nothing may hide that the network has diverged");
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e20)]
    public void Compute_RowsOfAnyLength_EqualsThatOfTheRowsScaled(double length)
    {
        (Tensor z1, Tensor z2) = Scaled(1);
        (Tensor scaled1, Tensor scaled2) = Scaled(length);
        float accuracy = ContrastiveAccuracy.Compute(z1, z2).item<float>();

        accuracy.Should().BeInRange(0.1f, 0.9f);
        ContrastiveAccuracy.Compute(scaled1, scaled2).item<float>().Should().Be(accuracy);
        EmbeddingDeviation.Compute(cat([scaled1, scaled2])).item<float>().Should()
            .BeApproximately(EmbeddingDeviation.Compute(cat([z1, z2])).item<float>(), 1e-6f).And.BeGreaterThan(0.5f);
    }

    private static (Tensor First, Tensor Second) Scaled(double length)
    {
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(Pairs, 8, likeness: 0.4));
        return ((z1 * length).to(ScalarType.Float32), (z2 * length).to(ScalarType.Float32));
    }

    private static (double Value, double[] Gradient) Run(string name, Tensor z1, Tensor z2)
    {
        (Tensor leaf1, Tensor leaf2) = (z1.clone().requires_grad_(), z2.clone().requires_grad_());
        using ContrastiveLoss loss = Losses[name]();
        using Tensor value = loss.call(leaf1, leaf2);
        value.backward();
        return (value.to(ScalarType.Float64).item<double>(), cat([leaf1.grad!, leaf2.grad!]).Flat());
    }
}
