using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>What a representation is worth on other images than it was learned from.</summary>
internal sealed class TransferStudy : IStudy
{
    private static readonly string[] Ways = ["linear, pretrained without labels", "linear, pretrained with labels", "fine-tuned, pretrained without labels", "from scratch"];

    public string Name => "transfer";

    public string Source => "section 6 and appendix B.8, Table 8";

    public string Question => "Is a representation good for other images, too?";

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
        => from target in plan.Targets from way in Enumerable.Range(0, Ways.Length) from cell in Of(plan, target, way) select cell;

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        Spread[][] accuracies =
        [
            .. Enumerable.Range(0, Ways.Length).Select(way => plan.Targets
                .Select(target => results.Spread(Of(plan, target, way), way < 2 ? LinearCell.Linear : SupervisedCell.Accuracy)).ToArray()),
        ];
        string[] names = [.. plan.Targets.Select(target => Path.GetFileName(target.TrimEnd(Path.DirectorySeparatorChar)))];
        return new StudyReport
        {
            Tables = [new StudyTable("Accuracy in percent on other data sets", ["", .. names], [.. Ways.Select((way, row) => (string[])[way, .. accuracies[row].Select(cell => cell.Percent)])])],
            Figures =
            [
                new StudyFigure(
                    "targets",
                    SpreadChart.Draw("Accuracy on other data sets", names, Ways.Select((way, row) => (way, (IReadOnlyList<Spread>)accuracies[row]))),
                    "Bars of accuracy for each data set and way of using the encoder.",
                    "In the paper fine-tuned SimCLR is ahead of supervised pretraining on five of twelve data sets and about equal on the rest but two."),
            ],
            Conclusions = [.. names.SelectMany((name, column) => Conclusions(name, [.. accuracies.Select(row => row[column])]))],
            Notes = plan.Targets is [TransferTarget.Synthetic] ? ["No --transfer folder was given: the target is made of synthetic images of other classes."] : [],
        };
    }

    private static IEnumerable<Conclusion> Conclusions(string name, Spread[] accuracies)
    {
        yield return new Conclusion(
            $"Fine-tuning a pretrained network is better than training from scratch: {name}.",
            accuracies[2].IsAbove(accuracies[3]),
            $"Fine-tuned {accuracies[2].Percent} %, from scratch {accuracies[3].Percent} %.");
        yield return new Conclusion(
            $"Pretraining without labels transfers at least as well as pretraining with them: {name}.",
            accuracies[0].IsAbove(accuracies[1]),
            $"Linear accuracy {accuracies[0].Percent} % without, {accuracies[1].Percent} % with labels.");
    }

    private static IEnumerable<Cell> Of(StudyPlan plan, string target, int way) => way switch
    {
        0 => plan.Pretrain(plan.Reference).Select(cell => new LinearCell(cell, Layer.Encoder, Split.Test, target)),
        1 => plan.Supervise(plan.Reference).Select(cell => new LinearCell(cell, Layer.Encoder, Split.Test, target)),
        2 => plan.Pretrain(plan.Reference).Select(cell => new SupervisedCell(plan.FineTuning, cell.Seed, plan.FineTuningEpochs(1)) { Start = cell, Folder = target }),
        _ => plan.Pretrain(plan.Reference).Select(cell => new SupervisedCell(plan.FineTuning, cell.Seed, plan.FineTuningEpochs(1)) { Folder = target }),
    };
}
