using System.Globalization;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>What the reference recipe learns, beside a network that learned nothing: without that, no other verdict means anything.</summary>
internal sealed class ReferenceStudy : IStudy
{
    public string Name => "reference";

    public string Source => "appendix B.9, linear evaluation";

    public string Question => "Does the recipe that all studies vary learn anything from these images?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results) => [new PixelCell(), .. Untrained(plan), .. plan.Evaluate(plan.Reference)];

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        (string Name, IReadOnlyList<Cell> Cells)[] rows = Rows(plan);
        Spread[] linear = [.. rows.Select(row => results.Spread(row.Cells, LinearCell.Linear))];
        Spread[] nearest = [.. rows.Select(row => results.Spread(row.Cells, LinearCell.Knn))];
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    string.Create(CultureInfo.InvariantCulture, $"Accuracy in percent; guessing gives {100.0 / plan.Data.Classes:0.0}"),
                    ["representation", "linear", "kNN"],
                    [.. rows.Select((row, index) => (string[])[row.Name, linear[index].Percent, nearest[index].Percent])]),
            ],
            Figures =
            [
                new StudyFigure(
                    "accuracies",
                    SpreadChart.Draw("The reference recipe", [.. rows.Select(row => row.Name)], ("linear", linear), ("kNN", nearest)),
                    "Bars of linear and kNN accuracy: pretrained, random weights, pixels.",
                    $"What pretraining adds to its own random weights in {Steps(plan, results):0} steps."),
            ],
            Conclusions = [new Conclusion("Pretraining beats random weights.", Learns(plan, results), $"Pretrained {linear[0].Percent} %, random weights {linear[1].Percent} %.")],
            Notes = [$"The recipe: {plan.Reference.Describe()}."],
        };
    }

    /// <summary>What a reader must know where the recipe learned too little to compare its variants; null where it learned enough.</summary>
    public static string? Caution(StudyPlan plan, CellResults results) => Learns(plan, results) == Verdict.Held
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"In {Steps(plan, results):0} steps pretraining did not get ahead of random weights on these images. The verdicts compare networks that learned "
            + $"next to nothing: take more images or the next larger budget. Some thousand steps are needed as a rule.");

    private static Verdict Learns(StudyPlan plan, CellResults results)
    {
        (string Name, IReadOnlyList<Cell> Cells)[] rows = Rows(plan);
        return results.Spread(rows[0].Cells, LinearCell.Linear).IsAbove(results.Spread(rows[1].Cells, LinearCell.Linear));
    }

    private static (string Name, IReadOnlyList<Cell> Cells)[] Rows(StudyPlan plan) =>
    [
        ("pretrained", [.. plan.Evaluate(plan.Reference)]),
        ("random weights", [.. Untrained(plan)]),
        ("raw pixels", [new PixelCell()]),
    ];

    private static IEnumerable<LinearCell> Untrained(StudyPlan plan) => Enumerable.Range(0, plan.Budget.Seeds)
        .Select(number => new LinearCell(new UntrainedCell(plan.Reference, plan.Seed + number), Layer.Encoder, Split.Test));

    private static double Steps(StudyPlan plan, CellResults results) => results[plan.Pretrain(plan.Reference).First()].Metrics[PretrainingCell.Steps];
}
