using System.Globalization;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Temperature and the L2 norm, and why contrastive accuracy is no guide to them.</summary>
internal sealed class TemperatureStudy : IStudy
{
    private const int ContrastImages = 4096;

    private static readonly Setting[] Values =
    [
        new(true, 0.05, "1.0 / 90.5 / 59.7"), new(true, 0.1, "4.5 / 87.8 / 64.4"), new(true, 0.5, "8.2 / 68.2 / 60.7"),
        new(true, 1, "8.3 / 59.1 / 58.0"), new(false, 10, "0.5 / 91.7 / 57.2"), new(false, 100, "0.5 / 92.1 / 57.0"),
    ];

    public string Name => "temperature";

    public string Source => "section 5.1, Table 5";

    public string Question => "How do the L2 norm and the temperature change what is learned?";

    public static IEnumerable<Recipe> Recipes(StudyPlan plan) => Sweep(plan).Variants.Select(variant => variant.Recipe);

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results) => [.. Sweep(plan).Cells(), .. Chosen(plan).SelectMany(value => Contrast(plan, value))];

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        Setting[] values = Chosen(plan);
        IReadOnlyList<string> names = Sweep(plan).Names;
        IReadOnlyList<Spread> linear = Sweep(plan).Accuracies(results);
        Spread[] contrastive = [.. values.Select(value => results.Spread(Contrast(plan, value), ContrastCell.Accuracy))];
        Spread[] entropy = [.. values.Select(value => results.Spread(Contrast(plan, value), ContrastCell.Entropy))];
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    "Entropy of the softmax, contrastive accuracy and linear accuracy",
                    ["", "entropy", "contrastive, %", "linear, %", "paper: entropy / contrastive / linear"],
                    [.. values.Select((value, row) => (string[])[names[row], entropy[row].Plain, contrastive[row].Percent, linear[row].Percent, value.Paper])]),
            ],
            Figures = [new StudyFigure("accuracies", Figure(names, contrastive, linear), "Bars of contrastive and linear accuracy for each temperature.", "In the paper the two part: the best at telling views apart is not the best representation.")],
            Conclusions = [.. Conclusions(values, names, contrastive, linear)],
        };
    }

    private static IEnumerable<Conclusion> Conclusions(Setting[] values, IReadOnlyList<string> names, Spread[] contrastive, IReadOnlyList<Spread> linear)
    {
        int[] normalized = [.. Enumerable.Range(0, values.Length).Where(index => values[index].Normalized)];
        int best = normalized.MaxBy(index => linear[index].Mean);
        yield return new Conclusion(
            "The best temperature lies inside the range, at 0.1 (ImageNet).",
            best == normalized[0] || best == normalized[^1]
                ? Verdict.DidNotHold
                : Spread.All(linear[best].IsAbove(linear[normalized[0]]), linear[best].IsAbove(linear[normalized[^1]])),
            $"Best: {names[best]}, {linear[best].Percent} %; {names[normalized[0]]}: {linear[normalized[0]].Percent} %, {names[normalized[^1]]}: {linear[normalized[^1]].Percent} %.");
        int sharpest = Enumerable.Range(0, values.Length).MaxBy(index => contrastive[index].Mean);
        int all = Enumerable.Range(0, values.Length).MaxBy(index => linear[index].Mean);
        yield return new Conclusion(
            "The highest contrastive accuracy does not give the best representation.",
            sharpest != all,
            $"Contrastive accuracy is highest at {names[sharpest]}, linear accuracy at {names[all]}.");
        int[] plain = [.. Enumerable.Range(0, values.Length).Where(index => !values[index].Normalized)];
        if (plain.Length > 0)
        {
            int other = plain.MaxBy(index => linear[index].Mean);
            yield return new Conclusion(
                "Without the L2 norm the representation is worse, although its contrastive accuracy is higher.",
                Spread.All(linear[best].IsAbove(linear[other]), contrastive[other].IsAbove(contrastive[best])),
                $"{names[other]}: linear {linear[other].Percent} %, contrastive {contrastive[other].Percent} %; {names[best]}: {linear[best].Percent} % and {contrastive[best].Percent} %.");
        }
    }

    private static BarChart Figure(IReadOnlyList<string> names, IReadOnlyList<Spread> contrastive, IReadOnlyList<Spread> linear)
        => SpreadChart.Draw("Contrastive and linear accuracy", names, ("contrastive", contrastive), ("linear", linear));

    private static Setting[] Chosen(StudyPlan plan)
        => plan.Budget.Fine ? Values : [Values[1], Values[2], Values[4]];

    private static Sweep Sweep(StudyPlan plan) => new(plan, [.. Chosen(plan).Select(value => (NameOf(value), Recipe(plan, value)))]);

    private static string NameOf(Setting value)
        => string.Create(CultureInfo.InvariantCulture, $"{(value.Normalized ? "norm" : "no norm")}, t = {value.Temperature}");

    private static Recipe Recipe(StudyPlan plan, Setting value)
        => plan.Reference with { Temperature = value.Temperature, Loss = value.Normalized ? LossKind.NtXent : LossKind.NtXentUnnormalized };

    private static IEnumerable<Cell> Contrast(StudyPlan plan, Setting value)
        => plan.Pretrain(Recipe(plan, value)).Select(cell => new ContrastCell(cell, Math.Min(ContrastImages, 2 * plan.Budget.ComparedImages)));

    /// <param name="Normalized">Whether embeddings are scaled to length 1.</param>
    /// <param name="Temperature">Of the softmax.</param>
    /// <param name="Paper">Entropy, contrastive and linear accuracy on ImageNet.</param>
    private sealed record Setting(bool Normalized, double Temperature, string Paper);
}
