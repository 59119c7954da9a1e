using SimClr.Core.Losses;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>A loss, its formula as a double loop, and whether its positives come from labels.</summary>
internal sealed record LossCase(Func<ContrastiveLoss> Create, Func<NaiveViews, Tensor> Naive, bool ByLabel = false)
{
    public static Dictionary<string, LossCase> All { get; } = new()
    {
        ["nt-xent"] = new(() => new NtXentLoss(0.3), views => NtXent(views, 0.3)),
        ["nt-xent, cold"] = new(() => new NtXentLoss(0.0015), views => NtXent(views, 0.0015)),
        ["nt-xent, sum"] = new(
            () => new NtXentLoss(0.3, NtXentReduction.SumOfDirections), views => NtXent(views, 0.3) * (views.Positives(0).Count + 1)),
        ["nt-xent, mean"] = new(() => new NtXentLoss(0.3, target: NtXentTarget.MeanOfPositives), views => NtXentToMean(views, 0.3)),
        ["nt-xent, mean, cold"] = new(
            () => new NtXentLoss(0.0015, target: NtXentTarget.MeanOfPositives), views => NtXentToMean(views, 0.0015)),
        ["dcl"] = new(() => new DclLoss(0.2), views => Dcl(views, 0.2)),
        ["dcl, cold"] = new(() => new DclLoss(0.0015), views => Dcl(views, 0.0015)),
        ["dcl, mean"] = new(() => new DclLoss(0.2, NtXentTarget.MeanOfPositives), views => DclToMean(views, 0.2)),
        ["supcon"] = new(() => new SupConLoss(0.2), views => SupCon(views, 0.2), ByLabel: true),
        ["supcon by image"] = new(() => new SupConLoss(0.2, PositiveRule.SameImage), views => SupCon(views, 0.2)),
        ["user's supcon"] = new(() => new UserSupConLoss(0.2), views => SupCon(views, 0.2), ByLabel: true),
        ["logistic"] = new(() => new NtLogisticLoss(0.3), views => Logistic(views, 0.3, null)),
        ["logistic by label"] = new(
            () => new NtLogisticLoss(0.3, positives: PositiveRule.SameLabel), views => Logistic(views, 0.3, null), ByLabel: true),
        ["logistic, semi-hard, by label"] = new(
            () => new NtLogisticLoss(0.3, NegativeMining.SemiHard, 0.4, PositiveRule.SameLabel),
            views => Logistic(views, 0.3, 0.4),
            ByLabel: true),
        ["triplet"] = new(() => new MarginTripletLoss(0.4, NegativeMining.All), views => Triplet(views, 0.4, null)),
        ["triplet, semi-hard"] = new(() => new MarginTripletLoss(0.7), views => Triplet(views, 0.7, 0.7)),
        ["triplet, semi-hard, by label"] = new(
            () => new MarginTripletLoss(0.7, positives: PositiveRule.SameLabel), views => Triplet(views, 0.7, 0.7), ByLabel: true),
        ["margin"] = new(() => new MarginContrastiveLoss(1.3), views => Margin(views, 1.3)),
        ["margin by label"] = new(
            () => new MarginContrastiveLoss(1.3, PositiveRule.SameLabel), views => Margin(views, 1.3), ByLabel: true),
    };

    private static Tensor NtXent(NaiveViews views, double temperature)
        => views.Mean(i => NaiveViews.MeanOf(views.Positives(i), p => Xent(views, i, views.Similarity(i, p), temperature)));

    private static Tensor NtXentToMean(NaiveViews views, double temperature)
        => views.Mean(i => Xent(views, i, views.SimilarityToMean(i), temperature));

    private static Tensor Xent(NaiveViews views, int i, Tensor positive, double temperature)
        => stack([positive, .. views.Negatives(i).Select(j => views.Similarity(i, j))]).div(temperature).logsumexp(0) - positive / temperature;

    private static Tensor Dcl(NaiveViews views, double temperature)
        => views.Mean(i => NegativeLogits(views, i, temperature).logsumexp(0)
            - NaiveViews.MeanOf(views.Positives(i), p => views.Similarity(i, p) / temperature));

    private static Tensor DclToMean(NaiveViews views, double temperature)
        => views.Mean(i => NegativeLogits(views, i, temperature).logsumexp(0) - views.SimilarityToMean(i) / temperature);

    private static Tensor NegativeLogits(NaiveViews views, int i, double temperature)
        => stack([.. views.Negatives(i).Select(j => views.Similarity(i, j))]) / temperature;

    private static Tensor SupCon(NaiveViews views, double temperature)
        => views.Mean(i =>
        {
            Tensor others = stack([.. views.All.Where(j => j != i).Select(j => views.Similarity(i, j))]).div(temperature).logsumexp(0);
            return NaiveViews.MeanOf(views.Positives(i), p => others - views.Similarity(i, p) / temperature);
        });

    private static Tensor Logistic(NaiveViews views, double temperature, double? semiHardMargin)
        => OverPairs(
            views,
            semiHardMargin,
            positive => (-positive / temperature).exp().log1p(),
            (_, negative) => (negative / temperature).exp().log1p());

    private static Tensor Triplet(NaiveViews views, double margin, double? semiHardMargin)
        => OverPairs(views, semiHardMargin, positive => positive * 0, (positive, negative) => (negative - positive + margin).clamp_min(0));

    /// <summary>Each positive pair by itself: its own term, and the mean of its terms with the negatives that count for it.</summary>
    private static Tensor OverPairs(
        NaiveViews views, double? semiHardMargin, Func<Tensor, Tensor> own, Func<Tensor, Tensor, Tensor> withNegative)
        => views.Mean(i => NaiveViews.MeanOf(views.Positives(i), p =>
        {
            Tensor positive = views.Similarity(i, p);
            double value = positive.item<double>();
            IEnumerable<int> negatives = views.Negatives(i).Where(j => semiHardMargin is not { } margin
                || (views.Similarity(i, j).item<double>() < value && views.Similarity(i, j).item<double>() > value - margin));
            return own(positive) + NaiveViews.MeanOf(negatives, j => withNegative(positive, views.Similarity(i, j)));
        }));

    private static Tensor Margin(NaiveViews views, double margin)
    {
        return views.Mean(i => NaiveViews.MeanOf(views.Positives(i), p => Distance(i, p).square() / 2)
            + NaiveViews.MeanOf(views.Negatives(i), j => (margin - Distance(i, j)).clamp_min(0).square() / 2));

        Tensor Distance(int i, int j) => (2 - 2 * views.Similarity(i, j)).sqrt();
    }
}
