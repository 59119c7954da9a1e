using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>Every loss for two, three and four views of an image, with and without labels.</summary>
public sealed class ViewsAndLabelsTests
{
    private const int Dimension = 5;

    /// <summary>Classes of three, two and one image, and two unlabeled images, which are no class.</summary>
    private static readonly long[] Labels = [0, 1, 0, -1, 2, 1, 0, -1];

    public static TheoryData<string> Names => [.. LossCase.All.Keys];

    public static TheoryData<string, int> NamesAndViews
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in LossCase.All.Keys)
                foreach (int views in new[] { 2, 3, 4 })
                    data.Add(name, views);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(NamesAndViews))]
    public void Backward_Double_EqualsNaiveLoopAndItsAutograd(string name, int views)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(Labels.Length, views, Dimension);

        (double value, double[] gradient) = Run(name, z, views, Labels);
        (double expected, double[] exact) = RunNaive(name, z, views, Labels);

        value.Should().BeApproximately(expected, 1e-11 * Math.Max(1, Math.Abs(expected)));
        EmbeddingTensors.RelativeError(gradient, exact).Should().BeLessThan(name.Contains("cold") ? 1e-9 : 1e-11);
    }

    /// <summary>Losses by image must not see the labels that a batch has.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Call_OtherLabels_MatterOnlyByLabel(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(Labels.Length, 3, Dimension);

        (double value, double[] gradient) = Run(name, z, 3, Labels);
        (double other, double[] otherGradient) = Run(name, z, 3, [1, 1, 0, 0, 2, 2, -1, 5]);

        if (LossCase.All[name].ByLabel)
            other.Should().NotBe(value);
        else
            (other, otherGradient).Should().BeEquivalentTo((value, gradient));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_ClassesOfOtherNumbers_ChangesNothing(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(Labels.Length, 2, Dimension);

        (double value, double[] gradient) = Run(name, z, 2, Labels);
        (double renamed, double[] renamedGradient) = Run(name, z, 2, [.. Labels.Select(label => label < 0 ? -1 : 7_000_000_000 - label)]);

        renamed.Should().Be(value);
        renamedGradient.Should().Equal(gradient);
    }

    /// <summary>Neither the order of the views nor that of the images means anything.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Call_ViewsAndImagesInOtherOrders_ChangesNothing(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(Labels.Length, 3, Dimension).reshape(3, Labels.Length, Dimension);

        (double value, _) = Run(name, z.reshape(-1, Dimension), 3, Labels);
        (double turned, _) = Run(name, z.flip(0).reshape(-1, Dimension), 3, Labels);
        (double reversed, _) = Run(name, z.flip(1).reshape(-1, Dimension), 3, [.. Labels.Reverse()]);

        turned.Should().BeApproximately(value, 1e-11 * Math.Max(1, Math.Abs(value)));
        reversed.Should().BeApproximately(value, 1e-11 * Math.Max(1, Math.Abs(value)));
    }

    /// <summary>More images than a block of rows or a tile holds, and not a multiple of it, in 32 bits.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_ManyImagesIn32Bits_EqualsDouble(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(300, 3, 16).to(ScalarType.Float32);
        long[] labels = [.. Enumerable.Range(0, 300).Select(image => image % 60 == 0 ? -1L : image % 40)];

        (double value, double[] gradient) = Run(name, z, 3, labels);
        (double expected, double[] exact) = Run(name, z.to(ScalarType.Float64), 3, labels);

        bool cold = name.Contains("cold");
        value.Should().BeApproximately(expected, (cold ? 1e-4 : 2e-6) * Math.Max(1, Math.Abs(expected)));
        // A negative at the edge of the semi-hard ones may count in one type and not in the other.
        EmbeddingTensors.RelativeError(gradient, exact).Should().BeLessThan(cold || name.Contains("semi-hard") ? 5e-3 : 2e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_HalfPrecision_IsThatOfSinglePrecisionRoundedOnce(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(Labels.Length, 3, Dimension).to(ScalarType.BFloat16);

        (double value, double[] gradient) = Run(name, z, 3, Labels);
        (double single, double[] expected) = Run(name, z.to(ScalarType.Float32), 3, Labels);

        value.Should().Be(single);
        gradient.Should().Equal(tensor(expected).to(ScalarType.BFloat16).Flat());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_ZeroAndEqualAndOppositeRows_IsFinite(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(Labels.Length, 3, Dimension).to(ScalarType.Float32);
        z[0] = 0;
        z[1] = z[2];
        z[4 + 8] = -z[4];
        z[5] = z[5 + 8] = z[5 + 16] = 0;

        (double value, double[] gradient) = Run(name, z, 3, Labels);

        double.IsFinite(value).Should().BeTrue();
        gradient.Should().OnlyContain(element => double.IsFinite(element));
        gradient[..Dimension].Should().OnlyContain(element => element == 0, "a row of zeros has no direction");
        gradient.Should().Contain(element => element != 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Call_OneImage_IsFiniteWithoutNegatives(string name)
    {
        using DisposeScope scope = NewDisposeScope();

        (double value, double[] gradient) = Run(name, EmbeddingTensors.Views(1, 3, Dimension), 3, [4]);

        double.IsFinite(value).Should().BeTrue();
        gradient.Should().OnlyContain(element => double.IsFinite(element));
        if (name.StartsWith("nt-xent", StringComparison.Ordinal) || name.StartsWith("dcl", StringComparison.Ordinal))
            (value, gradient.Max(Math.Abs)).Should().Be((0, 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_ManySteps_LeavesNoTensorBehind(string name)
    {
        long[] counts = [.. Enumerable.Range(0, 5).Select(_ =>
        {
            using (NewDisposeScope())
                Run(name, EmbeddingTensors.Views(Labels.Length, 3, Dimension), 3, Labels);
            return Tensor.TotalCount;
        })];

        counts[^1].Should().Be(counts[1]);
    }

    private static (double Value, double[] Gradient) Run(string name, Tensor z, int views, long[] labels)
    {
        using ContrastiveLoss loss = LossCase.All[name].Create();
        return Gradient(z, leaf => loss.call(new EmbeddingBatch(leaf, views, tensor(labels))));
    }

    private static (double Value, double[] Gradient) RunNaive(string name, Tensor z, int views, long[] labels)
    {
        LossCase subject = LossCase.All[name];
        return Gradient(z, leaf => subject.Naive(new NaiveViews(leaf, views, subject.ByLabel ? labels : null)));
    }

    private static (double Value, double[] Gradient) Gradient(Tensor z, Func<Tensor, Tensor> loss)
    {
        Tensor leaf = z.detach().clone().requires_grad_();
        Tensor value = loss(leaf);
        value.backward();
        return (value.to(ScalarType.Float64).item<double>(), leaf.grad!.Flat());
    }
}
