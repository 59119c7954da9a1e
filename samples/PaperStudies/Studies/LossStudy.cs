using System.Globalization;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Which contrastive loss, each tuned by itself on training images that were held out.</summary>
internal sealed class LossStudy : IStudy
{
    private static readonly double[] Temperatures = [0.1, 0.2, 0.5, 1];
    private static readonly double[] Margins = [0.4, 0.8, 1.6];

    private static readonly (string Name, LossKind Kind, bool SemiHard, double Paper)[] Losses =
    [
        ("NT-Xent", LossKind.NtXent, false, 63.9),
        ("NT-Logistic", LossKind.NtLogistic, false, 51.6),
        ("margin triplet", LossKind.MarginTriplet, false, 50.9),
        ("NT-Logistic, semi-hard", LossKind.NtLogistic, true, 57.9),
        ("margin triplet, semi-hard", LossKind.MarginTriplet, true, 57.5),
    ];

    public string Name => "losses";

    public string Source => "section 5.1, Tables 2 and 4";

    public string Question => "Which contrastive loss learns the best representation?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
    {
        foreach ((string _, LossKind kind, bool semiHard, double _) in Losses)
        {
            Cell[] grid = [.. Grid(plan, kind, semiHard).Select(plan.Validate)];
            foreach (Cell cell in grid)
                yield return cell;
            if (grid.All(results.Has))
                foreach (Cell cell in plan.Evaluate(Best(plan, results, kind, semiHard)))
                    yield return cell;
        }
    }

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        Recipe[] best = [.. Losses.Select(loss => Best(plan, results, loss.Kind, loss.SemiHard))];
        Spread[] accuracies = [.. best.Select(recipe => results.Spread(plan.Evaluate(recipe), LinearCell.Linear))];
        string[] names = [.. Losses.Select(loss => loss.Name)];
        Spread[] others = accuracies[1..];
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    "Linear accuracy in percent",
                    ["", "chosen", "measured", "paper (ImageNet)"],
                    [.. Losses.Select((loss, row) => (string[])[loss.Name, Chosen(best[row]), accuracies[row].Percent, Number(loss.Paper)])]),
            ],
            Figures =
            [
                new StudyFigure(
                    "accuracies",
                    SpreadChart.Draw("Linear accuracy by loss", names, ("measured", accuracies)),
                    "Bars of linear accuracy, one for each loss.",
                    "Each loss with the best values of its own small grid."),
            ],
            Conclusions =
            [
                new Conclusion("NT-Xent is the best.", Spread.All(others.Select(accuracies[0].IsAbove)), Compare(names, accuracies)),
                new Conclusion(
                    "Semi-hard negatives help the other losses.",
                    Spread.All(accuracies[3].IsAbove(accuracies[1]), accuracies[4].IsAbove(accuracies[2])),
                    Compare(names, accuracies)),
            ],
            Notes = ["Temperature and margin of each loss were chosen on a fifth of the training images, with one seed; test images were used for the chosen values alone."],
        };
    }

    private static Recipe Best(StudyPlan plan, CellResults results, LossKind kind, bool semiHard)
        => Grid(plan, kind, semiHard).MaxBy(recipe => results[plan.Validate(recipe)].Metrics[LinearCell.Linear])!;

    private static IEnumerable<Recipe> Grid(StudyPlan plan, LossKind kind, bool semiHard)
        => kind == LossKind.MarginTriplet
            ? plan.Budget.Some(Margins, 1).Select(margin => plan.Reference with { Loss = kind, Margin = margin, SemiHard = semiHard })
            : plan.Budget.Some(Temperatures, 1).Select(temperature => plan.Reference with { Loss = kind, Temperature = temperature, SemiHard = semiHard });

    private static string Chosen(Recipe recipe)
        => recipe.Loss == LossKind.MarginTriplet ? $"margin {Number(recipe.Margin)}" : $"t {Number(recipe.Temperature)}";

    private static string Compare(string[] names, Spread[] accuracies)
        => string.Join("; ", names.Select((name, row) => $"{name} {accuracies[row].Percent}")) + ".";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
