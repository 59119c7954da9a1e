using SimClr.Core.Training;

namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>
/// The model that a score chooses among several checkpoints or recipes and, where their accuracies with labels are known, what the choice
/// costs.
/// </summary>
/// <remarks>
/// A score that is NaN, of a run that diverged, is never chosen. Of equal ones the first is. Immutable; may be shared.
/// </remarks>
/// <example>
/// <code>
/// ModelChoice choice = new([.. runs.Select(run => run.Lidar)], accuracies: [.. runs.Select(run => run.Accuracy)]);
/// Console.WriteLine($"run {choice.Chosen}, {choice.Regret:P1} below the best");
/// </code>
/// </example>
public sealed class ModelChoice
{
    /// <summary>Chooses.</summary>
    /// <param name="scores">One a model, at least one that is not NaN.</param>
    /// <param name="greaterIsBetter">Whether the greatest is chosen, or the least. Default the greatest.</param>
    /// <param name="accuracies">What each model is worth by labels, in the same order; null, the default, where nobody knows.</param>
    /// <exception cref="ArgumentException">
    /// There is no score but NaN, the accuracies are not as many, or one of them is not finite.
    /// </exception>
    public ModelChoice(IReadOnlyList<double> scores, bool greaterIsBetter = true, IReadOnlyList<double>? accuracies = null)
    {
        ArgumentNullException.ThrowIfNull(scores);
        double[] goodness = [.. scores.Select(score => double.IsNaN(score) ? double.NegativeInfinity : greaterIsBetter ? score : -score)];
        if (scores.All(double.IsNaN))
            throw new ArgumentException($"Expected at least one score that is a number, found {scores.Count} and none.", nameof(scores));
        // An infinitely bad score is still better than none.
        Chosen = Enumerable.Range(0, scores.Count).Where(model => !double.IsNaN(scores[model])).MaxBy(model => goodness[model]);
        if (accuracies is null)
            return;
        if (accuracies.Count != scores.Count || !accuracies.All(double.IsFinite))
        {
            throw new ArgumentException(
                $"Expected a finite accuracy for each of {scores.Count} models, found {accuracies.Count(double.IsFinite)}.",
                nameof(accuracies));
        }

        Best = Enumerable.Range(0, scores.Count).MaxBy(model => accuracies[model]);
        Regret = accuracies[Best.Value] - accuracies[Chosen];
        RankCorrelation = LabelFree.RankCorrelation.Spearman(goodness, [.. accuracies]);
    }

    /// <summary>The model that the score chooses, from 0.</summary>
    public int Chosen { get; }

    /// <summary>The model of the greatest accuracy, from 0; null without accuracies.</summary>
    public int? Best { get; }

    /// <summary>The accuracy of the best model less that of the chosen one, at least 0; null without accuracies.</summary>
    public double? Regret { get; }

    /// <summary>
    /// Spearman's rank correlation of scores and accuracies, in [-1, 1]: 1 where better scores mean better accuracies throughout, whichever
    /// way the score goes. NaN where either is the same for all; null without accuracies.
    /// </summary>
    public double? RankCorrelation { get; }

    /// <summary>What each label-free measure chooses, by the measure's name in <see cref="MetricNames"/>.</summary>
    /// <param name="models">The scores of each model, at least one.</param>
    /// <param name="accuracies">As for the constructor.</param>
    /// <exception cref="ArgumentException">As of the constructor.</exception>
    public static IReadOnlyDictionary<string, ModelChoice> ByEachMeasure(
        IReadOnlyList<LabelFreeScores> models, IReadOnlyList<double>? accuracies = null)
    {
        ArgumentNullException.ThrowIfNull(models);
        return new OrderedDictionary<string, ModelChoice>
        {
            [MetricNames.Alignment] = By(model => model.Alignment, greaterIsBetter: false),
            [MetricNames.Uniformity] = By(model => model.Uniformity, greaterIsBetter: false),
            [MetricNames.AlignmentUniformity] = By(model => model.AlignmentUniformity, greaterIsBetter: false),
            [MetricNames.RankMe] = By(model => model.RankMe, greaterIsBetter: true),
            [MetricNames.Lidar] = By(model => model.Lidar, greaterIsBetter: true),
        };

        ModelChoice By(Func<LabelFreeScores, double> score, bool greaterIsBetter)
            => new([.. models.Select(score)], greaterIsBetter, accuracies);
    }
}
