using System.Globalization;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>How few labels suffice: fine-tuned from pretraining, and trained from scratch with the same labels.</summary>
internal sealed class LabelStudy : IStudy
{
    private static readonly (double Fraction, string Paper)[] Fractions = [(0.01, "48.3 / 25.4"), (0.1, "65.6 / 56.4"), (1, "76.0")];

    public string Name => "labels";

    public string Source => "section 4.2 and appendix B.5, Tables 6 and 7";

    public string Question => "How much does pretraining help where few images have labels?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => Chosen(plan).SelectMany(value => Pretrained(plan, value.Fraction).Concat(Scratch(plan, value.Fraction)));

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        (double Fraction, string Paper)[] values = Chosen(plan);
        string[] names = [.. values.Select(value => string.Create(CultureInfo.InvariantCulture, $"{100 * value.Fraction:0.#} %"))];
        Spread[] pretrained = [.. values.Select(value => results.Spread(Pretrained(plan, value.Fraction), SupervisedCell.Accuracy))];
        Spread[] scratch = [.. values.Select(value => results.Spread(Scratch(plan, value.Fraction), SupervisedCell.Accuracy))];
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    "Accuracy in percent by the share of labels",
                    ["labels", "pretrained, fine-tuned", "from scratch", "paper (ResNet-50): fine-tuned / supervised"],
                    [.. values.Select((value, row) => (string[])[names[row], pretrained[row].Percent, scratch[row].Percent, value.Paper])]),
            ],
            Figures =
            [
                new StudyFigure(
                    "labels",
                    SpreadChart.Draw("Accuracy by share of labels", names, ("pretrained, fine-tuned", pretrained), ("from scratch", scratch)),
                    "Bars of accuracy for each share of labels, fine-tuned and from scratch.",
                    "In the paper, pretraining is worth the more, the fewer labels there are."),
            ],
            Conclusions = [.. Conclusions(names, pretrained, scratch)],
            Notes = ["The same share of each class, at least one image of it. Both start with the same network and see the same images as often; the weights they start from differ."],
        };
    }

    private static IEnumerable<Conclusion> Conclusions(string[] names, Spread[] pretrained, Spread[] scratch)
    {
        Spread fewest = pretrained[0].Minus(scratch[0]), most = pretrained[^1].Minus(scratch[^1]);
        string evidence = $"With {names[0]} of the labels {fewest.Points} points over training from scratch, with {names[^1]} {most.Points}.";
        yield return new Conclusion("With few labels a pretrained network is far ahead of one from scratch (1 %: 48.3 against 25.4 %).", pretrained[0].IsAbove(scratch[0]), evidence);
        yield return new Conclusion("The more labels there are, the less pretraining adds.", fewest.IsAbove(most), evidence);
    }

    private static (double Fraction, string Paper)[] Chosen(StudyPlan plan) => plan.Budget.Fine ? Fractions : [Fractions[1], Fractions[2]];

    private static IEnumerable<Cell> Pretrained(StudyPlan plan, double fraction)
        => plan.Pretrain(plan.Reference).Select(cell => new SupervisedCell(plan.FineTuning, cell.Seed, plan.FineTuningEpochs(fraction), fraction) { Start = cell });

    private static IEnumerable<Cell> Scratch(StudyPlan plan, double fraction)
        => plan.Pretrain(plan.Reference).Select(cell => new SupervisedCell(plan.FineTuning, cell.Seed, plan.FineTuningEpochs(fraction), fraction));
}
