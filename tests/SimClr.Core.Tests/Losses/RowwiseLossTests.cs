using SimClr.Core.Losses;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>What a custom loss is given, and what it is told when it is wrong.</summary>
public sealed class RowwiseLossTests
{
    private static readonly long[] Labels = [3, -1, 3, 0, -1];

    [Theory]
    [InlineData(PositiveRule.SameImage, 2)]
    [InlineData(PositiveRule.SameImage, 4)]
    [InlineData(PositiveRule.SameLabel, 1)]
    [InlineData(PositiveRule.SameLabel, 3)]
    public void Evaluate_EveryBlock_IsTheRowsOfTheWholeMatrixAndOfItsMasks(PositiveRule rule, int views)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor z = EmbeddingTensors.Views(Labels.Length, views, 6);
        int count = views * Labels.Length;
        bool[] self = new bool[count * count], positive = new bool[count * count];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
            {
                (int image, int other) = (i % Labels.Length, j % Labels.Length);
                bool same = image == other || (rule == PositiveRule.SameLabel && Labels[image] >= 0 && Labels[image] == Labels[other]);
                (self[i * count + j], positive[i * count + j]) = (i == j, same && i != j);
            }

        (List<double> values, List<bool> selves, List<bool> positives, List<bool> negatives, List<double> counts) = ([], [], [], [], []);
        using ProbeLoss probe = new(rule, block =>
        {
            values.AddRange(block.Values.Flat());
            selves.AddRange(block.SelfMask().data<bool>());
            positives.AddRange(block.PositiveMask().data<bool>());
            negatives.AddRange(block.NegativeMask().data<bool>());
            counts.AddRange(block.PositiveCounts().Flat());
            block.Self.Flat().Should().AllSatisfy(similarity => similarity.Should().BeApproximately(1, 1e-12));
            block.OtherViews.Should().HaveCount(views - 1);
            foreach (Tensor other in block.OtherViews.Append(block.Self))
                other.fill_(7);
            block.Values.Flat().Where(similarity => similarity == 7).Should().HaveCount((int)block.Values.shape[0] * views);
        });
        probe.call(new EmbeddingBatch(z, views, tensor(Labels)));

        Tensor unit = z / z.norm(1, keepdim: true);
        values.Zip(unit.mm(unit.t()).Flat(), (actual, expected) => Math.Abs(actual - expected)).Max().Should().BeLessThan(1e-12);
        selves.Should().Equal(self);
        positives.Should().Equal(positive);
        negatives.Should().Equal(self.Zip(positive, (a, b) => !a && !b));
        counts.Should().Equal(positive.Chunk(count).Select(row => (double)row.Count(item => item)));
    }

    [Fact]
    public void Call_ByLabelWithoutLabels_SaysSo()
    {
        using SupConLoss loss = new();
        FluentActions.Invoking(() => loss.call(zeros(4, 3), zeros(4, 3)))
            .Should().Throw<ArgumentException>().WithMessage("*SupConLoss*labels*SameImage*");
    }

    [Fact]
    public void Call_ByImageWithOneView_SaysSo()
    {
        using MarginContrastiveLoss loss = new();
        FluentActions.Invoking(() => loss.call(new EmbeddingBatch(zeros(4, 3), 1, zeros(4, dtype: int64))))
            .Should().Throw<ArgumentException>().WithMessage("*two views*");
    }

    /// <summary>As in the authors' code, a view without positives counts with 0 in the mean.</summary>
    [Fact]
    public void Call_ByLabelWithViewsThatHaveNoPositive_CountsThemWithZero()
    {
        using Tensor z = EmbeddingTensors.Views(5, 1, 4).requires_grad_();
        foreach (string name in LossCase.All.Keys.Where(name => LossCase.All[name].ByLabel && name != "user's supcon"))
        {
            using ContrastiveLoss loss = LossCase.All[name].Create();
            using Tensor value = loss.call(new EmbeddingBatch(z, 1, tensor(new long[] { 3, -1, 3, 0, -1 })));
            value.backward();

            z.grad!.isfinite().all().item<bool>().Should().BeTrue(name);
            double expected = LossCase.All[name].Naive(new NaiveViews(z.detach(), 1, [3, -1, 3, 0, -1])).item<double>();
            value.item<double>().Should().BeApproximately(expected, 1e-12, name);
        }
    }

    [Fact]
    public void Constructor_UndefinedRule_Throws()
        => FluentActions.Invoking(() => new SupConLoss(positives: (PositiveRule)9))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("positives");

    [Fact]
    public void Call_TermsOfAnotherShape_SaysSo()
    {
        using FaultyLoss loss = new(similarities => similarities);
        FluentActions.Invoking(() => loss.call(ones(4, 3), ones(4, 3)))
            .Should().Throw<InvalidOperationException>().WithMessage("*one term for each row*[4]*[4, 8]*");
    }

    [Fact]
    public void Call_TermsThatAutogradCannotReach_SaysSo()
    {
        using FaultyLoss loss = new(similarities => similarities.detach().sum(1));
        using Tensor z = ones(4, 3).requires_grad_();
        FluentActions.Invoking(() => loss.call(z, ones(4, 3))).Should().Throw<InvalidOperationException>().WithMessage("*do not depend*");
        loss.call(ones(4, 3), ones(4, 3)).item<float>().Should().BeApproximately(8, 1e-5f, "without a wanted gradient nothing is missing");
    }

    [Fact]
    public void Call_Disposed_Throws()
    {
        UserSupConLoss loss = new(0.1);
        loss.Dispose();
        FluentActions.Invoking(() => loss.call(new EmbeddingBatch(ones(4, 3), 2, zeros(2, dtype: int64))))
            .Should().Throw<ObjectDisposedException>();
    }

    private sealed class ProbeLoss(PositiveRule rule, Action<SimilarityBlock> probe) : RowwiseLoss(nameof(ProbeLoss), rule)
    {
        protected override Tensor Evaluate(SimilarityBlock block, bool withGradient)
        {
            probe(block);
            return zeros(block.Values.shape[0], dtype: block.Values.dtype);
        }
    }

    private sealed class FaultyLoss(Func<Tensor, Tensor> terms) : RowwiseLoss(nameof(FaultyLoss))
    {
        protected override Tensor Evaluate(SimilarityBlock block, bool withGradient) => block.Differentiate(withGradient, terms);
    }
}
