using SimClr.Core.Models;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Depth and width of the encoder, beside the same networks trained with labels.</summary>
internal sealed class EncoderStudy : IStudy
{
    private static readonly ResNetDepth[] Depths = [ResNetDepth.ResNet10, ResNetDepth.ResNet18, ResNetDepth.ResNet34];
    private static readonly double[] Widths = [0.5, 1, 2];

    public string Name => "encoders";

    public string Source => "section 4.1, Figure 7";

    public string Question => "Does learning without labels gain more from bigger networks than learning with them?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => [.. Sweep(plan).Cells(), .. Sweep(plan).Variants.SelectMany(variant => plan.Supervise(variant.Recipe))];

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        Sweep sweep = Sweep(plan);
        IReadOnlyList<Spread> contrastive = sweep.Accuracies(results);
        Spread[] supervised = [.. sweep.Variants.Select(variant => results.Spread(plan.Supervise(variant.Recipe), SupervisedCell.Accuracy))];
        Spread gain = contrastive[^1].Minus(contrastive[0]), supervisedGain = supervised[^1].Minus(supervised[0]);
        string evidence = $"From {sweep.Names[0]} to {sweep.Names[^1]}: {gain.Points} points without labels, {supervisedGain.Points} with them.";
        return new StudyReport
        {
            Tables =
            [
                new StudyTable(
                    "Accuracy in percent",
                    ["network", "linear, without labels", "supervised"],
                    [.. sweep.Names.Select((name, row) => (string[])[name, contrastive[row].Percent, supervised[row].Percent])]),
            ],
            Figures =
            [
                new StudyFigure(
                    "networks",
                    SpreadChart.Draw("Depth and width", sweep.Names, ("linear, without labels", contrastive), ("supervised", supervised)),
                    "Bars of linear and supervised accuracy for networks of growing depth and width.",
                    "In the paper the gap between both shrinks as networks grow."),
            ],
            Conclusions =
            [
                new Conclusion("Bigger networks learn better representations.", contrastive[^1].IsAbove(contrastive[0]), evidence),
                new Conclusion("They gain more than supervised training does.", gain.IsAbove(supervisedGain), evidence),
            ],
        };
    }

    private static Sweep Sweep(StudyPlan plan) => new(
        plan,
        [
            .. from depth in plan.Budget.Fine ? Depths : [plan.Reference.Depth]
               from factor in plan.Budget.Fine ? Widths : [1, 2]
               let width = (int)(plan.Reference.Width * factor)
               select ($"{depth}, {width} channels", plan.Reference with { Depth = depth, Width = width }),
        ]);
}
