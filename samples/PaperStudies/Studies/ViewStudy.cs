using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>More than two views of each image, at equal work: beyond the paper.</summary>
internal sealed class ViewStudy : IStudy
{
    private static readonly int[] Counts = [2, 4, 8];

    private static readonly (string Name, LossKind Kind)[] Forms =
    [
        ("each positive", LossKind.NtXent), ("mean as target", LossKind.MeanTarget), ("decoupled", LossKind.Decoupled),
    ];

    public string Name => "views";

    public string Source => "beyond the paper; arXiv 2403.05490, 2304.03977, 2110.06848";

    public string Question => "At equal work, are more views of fewer images better?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => from form in Forms from count in Numbers(plan) from cell in plan.Evaluate(Recipe(plan, form.Kind, count)) select cell;

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        int[] counts = [.. Numbers(plan)];
        string[] groups = [.. counts.Select(count => $"{count} views")];
        Spread[][] accuracies = [.. Forms.Select(form => counts.Select(count => results.Spread(plan.Evaluate(Recipe(plan, form.Kind, count)), LinearCell.Linear)).ToArray())];
        Spread two = accuracies[0][0];
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    "Linear accuracy in percent, with as many views seen in all",
                    ["", .. groups],
                    [.. Forms.Select((form, row) => (string[])[form.Name, .. accuracies[row].Select(cell => cell.Percent)])]),
            ],
            Figures =
            [
                new StudyFigure(
                    "accuracies",
                    SpreadChart.Draw("Linear accuracy by views of an image", groups, Forms.Select((form, row) => (form.Name, (IReadOnlyList<Spread>)accuracies[row]))),
                    "Bars of linear accuracy for 2, 4 and 8 views in three forms of the loss.",
                    "Batches and epochs shrink as views grow, so that every column costs the same."),
            ],
            Conclusions = [new Conclusion("More views of fewer images are better at equal work.", accuracies[0][^1].IsAbove(two), $"NT-Xent with 2 views {two.Percent} %, with {counts[^1]} {accuracies[0][^1].Percent} %.")],
            Notes = ["The number of images in a batch is divided by what the number of views is multiplied by, and so are the epochs: every variant sees as many views, in as many steps."],
        };
    }

    private static IEnumerable<int> Numbers(StudyPlan plan) => plan.Budget.Some(Counts);

    private static Recipe Recipe(StudyPlan plan, LossKind kind, int views) => plan.Reference with
    {
        // With two views the three forms differ in nothing but decoupling; the mean of one positive is that positive.
        Loss = kind == LossKind.MeanTarget && views == 2 ? LossKind.NtXent : kind,
        Views = views,
        BatchSize = Math.Max(2, plan.Reference.BatchSize * 2 / views),
        Epochs = Math.Max(1, (int)Math.Round(plan.Reference.Epochs * 2.0 / views)),
    };
}
