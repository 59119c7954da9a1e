using System.Globalization;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.PaperStudies.Cells;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Which augmentations, and which pairs of them, teach the most.</summary>
/// <remarks>
/// One view is the image itself, the other gets the operations. The paper crops both alike before that, because its images differ in size;
/// cropping each by itself would put a random crop into every cell.
/// </remarks>
internal sealed class AugmentationStudy : IStudy
{
    public string Name => "augmentations";

    public string Source => "section 3.1, Figure 5";

    public string Question => "Which augmentations, alone and in pairs, teach the most?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => from first in Operations(plan) from second in Operations(plan) from cell in plan.Evaluate(Recipe(plan, first, second)) select cell;

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        string[] names = [.. Operations(plan)];
        Spread[][] spreads = [.. names.Select(first => names.Select(second => Accuracy(plan, results, first, second)).ToArray())];
        double[][] means = [.. spreads.Select(row => row.Select(cell => cell.Mean).ToArray())];
        return new StudyReport
        {
            Figures = [Figure(names, means)],
            Tables = [Table(names, spreads)],
            Conclusions = [.. Conclusions(names, means)],
            Notes = ["One view of each image is the image itself, the other gets the operations of the row, then that of the column.",
                "The diagonal has a single operation. All operations are always applied, with random parameters."],
        };
    }

    private static IEnumerable<string> Operations(StudyPlan plan) => plan.Budget.Fine ? PaperStudies.Cells.Operations.Studied : ["crop", "color"];

    private static Recipe Recipe(StudyPlan plan, string first, string second)
        => plan.Reference with { FirstAugmentation = "", Augmentation = first == second ? first : $"{first} {second}" };

    private static Spread Accuracy(StudyPlan plan, CellResults results, string first, string second)
        => results.Spread(plan.Evaluate(Recipe(plan, first, second)), LinearCell.Linear);

    private static StudyFigure Figure(string[] names, double[][] means) => new(
        "matrix",
        new HeatMap(names, [.. names, "mean"], [.. means.Select(row => (double[])[.. row, row.Average()])])
        {
            Title = "Linear accuracy, one view augmented (%)",
            XLabel = "second operation",
            YLabel = "first operation",
            IsPercent = true,
        },
        "A matrix of linear accuracies; rows and columns are augmentations.",
        "The paper's Figure 5 has crop with color as the brightest pair. The last column is the mean of the row.");

    private static StudyTable Table(string[] names, Spread[][] spreads) => new(
        "Linear accuracy in percent: first operation down, second across",
        ["", .. names],
        [.. names.Select((name, row) => (string[])[name, .. spreads[row].Select(cell => cell.Percent)])]);

    private static IEnumerable<Conclusion> Conclusions(string[] names, double[][] means)
    {
        (double Value, int Row, int Column) best = (
            from row in Enumerable.Range(0, names.Length)
            from column in Enumerable.Range(0, names.Length)
            where row != column
            orderby means[row][column] descending
            select (means[row][column], row, column)).First();
        string[] pair = [names[best.Row], names[best.Column]];
        yield return new Conclusion(
            "Cropping with color distortion is the best pair (ImageNet: 55.8 to 56.3 %).",
            pair.Contains("crop") && pair.Contains("color"),
            string.Create(CultureInfo.InvariantCulture, $"The best is {pair[0]}, then {pair[1]}: {100 * best.Value:0.0} %."));
        double[] alone = [.. names.Select((_, number) => means[number][number])];
        double single = alone.Max();
        yield return new Conclusion(
            "No operation by itself is as good as the best pair (ImageNet: at most 33.1 %, crop).",
            single < best.Value,
            string.Create(CultureInfo.InvariantCulture, $"The best alone is {names[Array.IndexOf(alone, single)]}: {100 * single:0.0} %."));
    }
}
