using System.Globalization;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Batch size against length of training, with LARS and both rules for the learning rate.</summary>
internal sealed class BatchSizeStudy : IStudy
{
    private const double LinearRate = 0.3 / 256;
    private const double RootRate = 0.075;

    private static readonly int[] Batches = [64, 128, 256, 512, 1024];

    public string Name => "batch-size";

    public string Source => "section 5.2, Figure 9; appendix B.1, Table B.1";

    public string Question => "When do larger batches help, and how should the learning rate follow them?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => from line in Lines(plan) from batch in Sizes(plan) from cell in plan.Evaluate(Recipe(plan, batch, line)) select cell;

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        int[] sizes = [.. Sizes(plan)];
        Line[] lines = [.. Lines(plan)];
        Spread[][] accuracies = [.. lines.Select(line => sizes.Select(batch => results.Spread(plan.Evaluate(Recipe(plan, batch, line)), LinearCell.Linear)).ToArray())];
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    "Linear accuracy in percent by batch size",
                    ["", .. sizes.Select(batch => batch.ToString(CultureInfo.InvariantCulture))],
                    [.. lines.Select((line, row) => (string[])[line.Name, .. accuracies[row].Select(cell => cell.Percent)])]),
            ],
            Figures = [Figure(sizes, lines, accuracies)],
            Conclusions = [.. Conclusions(sizes, lines, accuracies)],
            Notes = ["LARS; learning rate 0.3 B/256 (linear) or 0.075 sqrt(B) (root).", "Batches grow at the same number of epochs, so the number of steps falls."],
        };
    }

    private static StudyFigure Figure(int[] sizes, Line[] lines, Spread[][] accuracies) => new(
        "curves",
        Chart([.. sizes.Select(batch => Math.Log2(batch))], lines, accuracies),
        "Curves of linear accuracy over batch size, one for each number of epochs and rule.",
        "In the paper larger batches win at few epochs, and the difference fades as training goes on.");

    private static LineChart Chart(double[] x, Line[] lines, Spread[][] accuracies)
    {
        LineChart chart = new() { Title = "Linear accuracy by batch size", XLabel = "batch size, logarithm to base 2", YLabel = "linear accuracy", YIsPercent = true };
        foreach ((Line line, Spread[] row) in lines.Zip(accuracies))
            chart.AddLine(line.Name, x, [.. row.Select(cell => cell.Mean)]);
        return chart;
    }

    private static IEnumerable<Conclusion> Conclusions(int[] sizes, Line[] lines, Spread[][] accuracies)
    {
        // How far the largest batch is ahead of the smallest, at few and at many epochs.
        Spread few = accuracies[0][^1].Minus(accuracies[0][0]);
        int last = Array.FindLastIndex(lines, line => line.Root == lines[0].Root);
        Spread many = accuracies[last][^1].Minus(accuracies[last][0]);
        string evidence = $"Batch {sizes[^1]} minus batch {sizes[0]}: {few.Points} points at {lines[0].Epochs} epochs, {many.Points} at {lines[last].Epochs}.";
        yield return new Conclusion("Larger batches are better at few epochs.", accuracies[0][^1].IsAbove(accuracies[0][0]), evidence);
        yield return new Conclusion("The difference shrinks with more epochs.", few.IsAbove(many), evidence);
        int root = Array.FindIndex(lines, line => line.Root);
        if (root >= 0)
        {
            yield return new Conclusion(
                "For small batches and few epochs the root rule is better than the linear one.",
                accuracies[root][0].IsAbove(accuracies[0][0]),
                $"Batch {sizes[0]}: root {accuracies[root][0].Percent} %, linear {accuracies[0][0].Percent} %.");
        }
    }

    private static IEnumerable<int> Sizes(StudyPlan plan) => plan.Budget.Some(Batches);

    private static IEnumerable<Line> Lines(StudyPlan plan)
    {
        int epochs = plan.Reference.Epochs;
        yield return new Line(epochs, Root: false);
        if (plan.Budget.Fine)
            yield return new Line(3 * epochs, Root: false);
        yield return new Line(epochs, Root: true);
        if (plan.Budget.Fine)
            yield return new Line(3 * epochs, Root: true);
    }

    private static Recipe Recipe(StudyPlan plan, int batch, Line line) => plan.Reference with
    {
        BatchSize = batch,
        Epochs = line.Epochs,
        Lars = true,
        LearningRate = line.Root ? RootRate * Math.Sqrt(batch) : LinearRate * batch,
    };

    private sealed record Line(int Epochs, bool Root)
    {
        public string Name => $"{Epochs} epochs, {(Root ? "root" : "linear")}";
    }
}
