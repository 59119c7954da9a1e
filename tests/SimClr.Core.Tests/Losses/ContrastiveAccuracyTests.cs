using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

public sealed class ContrastiveAccuracyTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(0.4)]
    public void Compute_RandomEmbeddings_EqualsNaiveLoop(double likeness)
    {
        double[][] rows = EmbeddingTensors.Random(300, 6, likeness: likeness);
        (Tensor z1, Tensor z2) = EmbeddingTensors.Tensors(rows);
        double expected = NaiveNtXent.Accuracy(rows);

        using Tensor accuracy = ContrastiveAccuracy.Compute(z1.requires_grad_(), z2);

        expected.Should().BeInRange(0.0001, 0.95);
        accuracy.item<double>().Should().BeApproximately(expected, 1e-12);
        accuracy.requires_grad.Should().BeFalse();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Compute_MoreViews_IsTheShareWhoseNearestViewIsOfTheSameImage(int views)
    {
        using Tensor z = EmbeddingTensors.Views(40, views, 6, likeness: 0.6);
        NaiveViews naive = new(z, views, null);
        double expected = naive.All.Average(i => naive.All.Where(j => j != i)
            .MaxBy(j => naive.Similarity(i, j).item<double>()) % 40 == i % 40 ? 1.0 : 0);

        using Tensor accuracy = ContrastiveAccuracy.Compute(new EmbeddingBatch(z, views));

        expected.Should().BeInRange(0.05, 0.95);
        accuracy.item<double>().Should().BeApproximately(expected, 1e-12);
    }

    [Fact]
    public void Compute_EqualViewsOfDistinctImages_IsOne()
    {
        (Tensor z, _) = EmbeddingTensors.Tensors(EmbeddingTensors.Random(9, 4), ScalarType.Float32);

        ContrastiveAccuracy.Compute(z, z).item<float>().Should().Be(1);
    }

    [Fact]
    public void Compute_CollapsedEmbeddings_IsZero()
    {
        using Tensor z = zeros(5, 3).index_fill_(1, tensor(new long[] { 1 }), 1);

        ContrastiveAccuracy.Compute(z, z).item<float>().Should().Be(0);
    }

    [Fact]
    public void Compute_OnePair_IsOne() => ContrastiveAccuracy.Compute(ones(1, 3), -ones(1, 3)).item<float>().Should().Be(1);

    [Fact]
    public void Compute_UnfitTensors_Throws()
        => FluentActions.Invoking(() => ContrastiveAccuracy.Compute(zeros(3, 4), zeros(2, 4)))
            .Should().Throw<ArgumentException>().WithMessage("*[3, 4]*[2, 4]*");
}
