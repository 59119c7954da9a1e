using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>NT-Xent and its relatives: what must hold by the formula for any number of views.</summary>
public sealed class NtXentViewsTests
{
    public static TheoryData<NtXentTarget> Targets => [.. Enum.GetValues<NtXentTarget>()];

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 5)]
    [InlineData(3, 5)]
    [InlineData(4, 40)]
    public void Call_EqualEmbeddings_IsTheLogarithmOfTheChoices(int views, int images)
    {
        EmbeddingBatch batch = new(ones(views * images, 8, dtype: float64), views, zeros(images, dtype: int64));
        double negatives = views * (images - 1);

        foreach (NtXentTarget target in Enum.GetValues<NtXentTarget>())
        {
            Value(new NtXentLoss(0.1, target: target), batch).Should().BeApproximately(Math.Log(negatives + 1), 1e-12);
            Value(new DclLoss(0.1, target), batch).Should().BeApproximately(images == 1 ? 0 : Math.Log(negatives), 1e-12);
        }

        Value(new SupConLoss(0.1), batch).Should().BeApproximately(Math.Log(views * images - 1), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Call_TwoViews_IsTheSameForBothTargetsAndForSupCon(NtXentTarget target)
    {
        EmbeddingBatch batch = new(EmbeddingTensors.Views(30, 2, 6), 2);
        double expected = Value(new NtXentLoss(0.2), batch);

        Value(new NtXentLoss(0.2, target: target), batch).Should().BeApproximately(expected, 1e-13);
        Value(new SupConLoss(0.2, PositiveRule.SameImage), batch).Should().BeApproximately(expected, 1e-13);
        expected.Should().NotBeApproximately(Value(new DclLoss(0.2, target), batch), 1e-3);
    }

    [Fact]
    public void Call_MoreThanTwoViews_TheTargetsDiffer()
    {
        EmbeddingBatch batch = new(EmbeddingTensors.Views(30, 3, 6), 3);

        Value(new NtXentLoss(0.2, target: NtXentTarget.MeanOfPositives), batch)
            .Should().NotBeApproximately(Value(new NtXentLoss(0.2), batch), 1e-3);
    }

    /// <summary>The mean of two opposite views points nowhere: a similarity of 0, and no pull.</summary>
    [Fact]
    public void Backward_MeanOfOppositeViews_HasNoDirection()
    {
        using Tensor rows = tensor(new[] { 1.0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0, -1, 0, 0, 0, 1 }, [6, 3]).requires_grad_();
        using NtXentLoss loss = new(0.5, target: NtXentTarget.MeanOfPositives);

        using Tensor value = loss.call(new EmbeddingBatch(rows, 3));
        value.backward();

        rows.grad!.isfinite().all().item<bool>().Should().BeTrue();
        double first = Math.Log(1 + 3);
        using Tensor leaf = rows.detach();
        NaiveViews naive = new(leaf, 3, null);
        double[] others = [.. new[] { 1, 2, 3, 4, 5 }.Select(i => Math.Log(
            1 + naive.Negatives(i).Sum(j => Math.Exp(naive.Similarity(i, j).item<double>() / 0.5))
            / Math.Exp(naive.SimilarityToMean(i).item<double>() / 0.5)))];
        value.item<double>().Should().BeApproximately((first + others.Sum()) / 6, 1e-12);
    }

    [Fact]
    public void Call_OneViewPerImage_SaysSo()
    {
        EmbeddingBatch batch = new(zeros(4, 3), 1);

        FluentActions.Invoking(() => Value(new NtXentLoss(), batch)).Should().Throw<ArgumentException>().WithMessage("*two views*");
        FluentActions.Invoking(() => Value(new DclLoss(), batch)).Should().Throw<ArgumentException>().WithMessage("*two views*");
        FluentActions.Invoking(() => ContrastiveAccuracy.Compute(batch)).Should().Throw<ArgumentException>().WithMessage("*two views*");
    }

    [Fact]
    public void Constructors_ArgumentsOutOfRange_Throw()
    {
        FluentActions.Invoking(() => new NtXentLoss(target: (NtXentTarget)7)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new DclLoss(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new DclLoss(1, (NtXentTarget)7)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new SupConLoss(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new MarginContrastiveLoss(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new MarginContrastiveLoss(2.1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static double Value(ContrastiveLoss loss, EmbeddingBatch batch)
    {
        using (loss)
            return loss.call(batch).to(float64).item<double>();
    }
}
