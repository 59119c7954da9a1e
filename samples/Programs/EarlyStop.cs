// Watch a run and end it: a metric of one's own, early stopping by it, a time limit, a log as JSON lines.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(new SyntheticSource(new SyntheticOptions { Count = 256 }))
    .UseAugmentations(SimClrAugmentations.Cifar(16))
    .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.125))
    .UseCallback(new LossSpread())
    .UseCallback(new EarlyStopping("loss_spread", patience: 1, higherIsBetter: false))
    .UseCallback(new TimeLimit(TimeSpan.FromHours(1)))
    .UseCallback(new JsonLinesLog("run.jsonl"))
    .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 10))
    .Build();
TrainingResult result = simclr.Train();
Console.WriteLine($"{result.Epochs.Count} of 10 epochs: {result.StopReason}");
Console.WriteLine($"{File.ReadAllLines("run.jsonl").Length} lines of log");

internal sealed class LossSpread : TrainingCallback
{
    private readonly List<double> _losses = [];

    public override void BeforeUpdate(TrainingContext run) => _losses.Add(run.Loss!.item<float>());

    public override void AfterEpoch(TrainingContext run)
    {
        run.Metrics.Add("loss_spread", _losses.Max() - _losses.Min());
        _losses.Clear();
    }
}

// Prints:
// 2 of 10 epochs: loss_spread has not improved on 0.09922 for 1 epochs
// 2 lines of log
