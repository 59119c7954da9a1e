using System.Globalization;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>The shortcut through color histograms, and how strong a distortion closes it.</summary>
internal sealed class ColorStudy : IStudy
{
    private static readonly (double Strength, double Paper, double Supervised)[] Strengths =
    [
        (0, double.NaN, double.NaN), (0.125, 59.6, 77.0), (0.25, 61.0, 76.7), (0.5, 62.6, 76.5), (1, 63.2, 75.7),
    ];

    public string Name => "color";

    public string Source => "section 3.1 and 3.2, Figure 6, Table 1";

    public string Question => "Why does color distortion matter, and how strong should it be?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => [.. Sweep(plan).Cells(), .. Chosen(plan).Select(value => Histogram(plan, value.Strength)), .. Chosen(plan).SelectMany(value => Supervised(plan, value.Strength))];

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        (double Strength, double Paper, double Supervised)[] values = Chosen(plan);
        string[] names = [.. values.Select(value => value.Strength == 0 ? "none" : Number(value.Strength))];
        IReadOnlyList<Spread> accuracies = Sweep(plan).Accuracies(results);
        Spread[] supervised = [.. values.Select(value => results.Spread(Supervised(plan, value.Strength), SupervisedCell.Accuracy))];
        Spread[] matched = [.. values.Select(value => new Spread([results[Histogram(plan, value.Strength)].Metrics[HistogramCell.Accuracy]]))];
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    "Color distortion of growing strength, in percent",
                    ["strength", "pairs found by histogram", "linear accuracy", "supervised", "paper: linear / supervised"],
                    [
                        .. values.Select((value, row) => (string[])
                        [
                            names[row], matched[row].Percent, accuracies[row].Percent, supervised[row].Percent,
                            double.IsNaN(value.Paper) ? "" : $"{Number(value.Paper)} / {Number(value.Supervised)}",
                        ]),
                    ]),
            ],
            Figures =
            [
                .. HistogramFigure.Draw(plan),
                new StudyFigure(
                    "strength",
                    SpreadChart.Draw("Strength of the color distortion", names, ("pairs found by histogram", matched), ("linear", accuracies), ("supervised", supervised)),
                    "Bars for each strength: pairs found by histogram, linear accuracy, supervised accuracy.",
                    "In the paper, what is learned without labels gets better as the shortcut closes."),
            ],
            Conclusions = [.. Conclusions(names, matched, accuracies, supervised)],
        };
    }

    private static IEnumerable<Conclusion> Conclusions(string[] names, Spread[] matched, IReadOnlyList<Spread> accuracies, Spread[] supervised)
    {
        yield return new Conclusion(
            "Without distortion, many pairs are found by their color histograms alone; distortion closes that shortcut.",
            matched[^1].Mean < matched[0].Mean / 2,
            $"{names[0]}: {matched[0].Percent} % of the pairs, {names[^1]}: {matched[^1].Percent} %.");
        int best = Enumerable.Range(0, names.Length).MaxBy(row => accuracies[row].Mean);
        yield return new Conclusion(
            "Stronger distortion improves the representation.",
            accuracies[^1].IsAbove(accuracies[0]),
            $"{names[0]}: {accuracies[0].Percent} %, {names[^1]}: {accuracies[^1].Percent} %; best: {names[best]}.");
        yield return new Conclusion(
            "Strong distortion hurts supervised training.",
            supervised[0].IsAbove(supervised[^1]),
            $"Supervised {names[0]}: {supervised[0].Percent} %, {names[^1]}: {supervised[^1].Percent} %.");
    }

    private static (double Strength, double Paper, double Supervised)[] Chosen(StudyPlan plan)
        => plan.Budget.Fine ? Strengths : [Strengths[0], Strengths[^1]];

    private static string Words(double strength) => strength == 0 ? "crop:0.12 flip" : $"crop:0.12 flip color:{Number(strength)}";

    private static Sweep Sweep(StudyPlan plan) => new(plan, [.. Chosen(plan).Select(value => (Number(value.Strength), Recipe(plan, value.Strength)))]);

    private static Recipe Recipe(StudyPlan plan, double strength) => plan.Reference with { Augmentation = Words(strength) };

    private static HistogramCell Histogram(StudyPlan plan, double strength)
        => new(Words(strength), plan.Reference.ViewSize, plan.Budget.ComparedImages, plan.Seed);

    private static IEnumerable<Cell> Supervised(StudyPlan plan, double strength) => plan.Supervise(Recipe(plan, strength));

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
