using System.Globalization;
using SimClr.Core.Evaluation.LabelFree;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>How well a recipe can be chosen without labels, among those of the other studies.</summary>
internal sealed class ChoiceStudy : IStudy
{
    /// <summary>What the measures are called in figures, which have little room.</summary>
    private static readonly Dictionary<string, string> Names = new()
    {
        [MetricNames.Alignment] = "alignment",
        [MetricNames.Uniformity] = "uniformity",
        [MetricNames.AlignmentUniformity] = "both of them",
        [MetricNames.RankMe] = "RankMe",
        [MetricNames.Lidar] = "LiDAR",
    };

    public string Name => "choice";

    public string Source => "beyond the paper; arXiv 2005.10242, 2210.02885, 2312.04000";

    public string Question => "Which measure without labels chooses the best recipe, and what does its choice cost?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => Recipes(plan).SelectMany(recipe => plan.Evaluate(recipe).Concat<Cell>(Measured(plan, recipe)));

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        Recipe[] recipes = [.. Recipes(plan)];
        OrderedDictionary<string, ModelChoice>[] choices = [.. Enumerable.Range(0, plan.Budget.Seeds).Select(seed => Choose(plan, results, recipes, seed))];
        string[] measures = [.. choices[0].Keys];
        Spread[] regrets = [.. measures.Select(measure => new Spread([.. choices.Select(choice => choice[measure].Regret!.Value)]))];
        Spread[] correlations = [.. measures.Select(measure => new Spread([.. choices.Select(choice => choice[measure].RankCorrelation!.Value)]))];
        Spread blind = new([.. Enumerable.Range(0, plan.Budget.Seeds).Select(seed => BlindRegret(plan, results, recipes, seed))]);
        int best = Enumerable.Range(0, measures.Length).MinBy(measure => regrets[measure].Mean);
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    $"Choosing among {recipes.Length} recipes",
                    ["measure", "regret, points", "rank correlation", "chosen (first seed)"],
                    [
                        .. measures.Select((measure, row) => (string[])
                            [measure, regrets[row].Percent, correlations[row].Plain, recipes[choices[0][measure].Chosen].Describe()]),
                        ["(a recipe at random)", blind.Percent, "", ""],
                    ]),
            ],
            Figures =
            [
                new StudyFigure(
                    "regret",
                    SpreadChart.Draw("Accuracy lost by choosing without labels", [.. measures, "at random"], ("regret", [.. regrets, blind])),
                    "Bars of regret for each label-free measure.",
                    "Regret is the accuracy of the best recipe less that of the chosen one."),
            ],
            Conclusions =
            [
                new Conclusion(
                    "A label-free measure chooses better than chance.",
                    blind.IsAbove(regrets[best]),
                    string.Create(CultureInfo.InvariantCulture, $"{measures[best]}: {regrets[best].Percent} points of regret; a recipe at random: {blind.Percent}. The best of {measures.Length} measures, found with labels.")),
            ],
            Notes = ["The recipes are those of the temperature and head studies. Measures are of h, on training images. The best measure is known only with labels: take the table, not its best line."],
        };
    }

    private static OrderedDictionary<string, ModelChoice> Choose(StudyPlan plan, CellResults results, Recipe[] recipes, int seed)
    {
        double[] accuracies = [.. recipes.Select(recipe => Accuracy(plan, results, recipe, seed))];
        LabelFreeScores[] scores = [.. recipes.Select(recipe => LabelFreeCell.Scores(results[Measured(plan, recipe).ElementAt(seed)]))];
        double[] contrastive = [.. recipes.Select(recipe => results[plan.Pretrain(recipe).ElementAt(seed)].Metrics[PretrainingCell.ContrastiveAccuracy])];
        return new OrderedDictionary<string, ModelChoice>(
            ModelChoice.ByEachMeasure(scores, accuracies).Select(choice => KeyValuePair.Create(Names.GetValueOrDefault(choice.Key, choice.Key), choice.Value)))
        {
            [PretrainingCell.ContrastiveAccuracy] = new(contrastive, greaterIsBetter: true, accuracies),
        };
    }

    private static double BlindRegret(StudyPlan plan, CellResults results, Recipe[] recipes, int seed)
    {
        double[] accuracies = [.. recipes.Select(recipe => Accuracy(plan, results, recipe, seed))];
        return accuracies.Max() - accuracies.Average();
    }

    private static double Accuracy(StudyPlan plan, CellResults results, Recipe recipe, int seed)
        => results[plan.Evaluate(recipe).ElementAt(seed)].Metrics[LinearCell.Linear];

    private static IEnumerable<Recipe> Recipes(StudyPlan plan) => TemperatureStudy.Recipes(plan).Concat(HeadStudy.Recipes(plan)).Distinct();

    private static IEnumerable<LabelFreeCell> Measured(StudyPlan plan, Recipe recipe)
        => plan.Pretrain(recipe).Select(cell => new LabelFreeCell(cell, plan.Budget.ComparedImages));
}
