// A run in two sittings: the second one ends with the weights of a run that was never interrupted, to the bit.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

double whole = Train("whole", _ => false);
double first = Train("sittings", run => run.Epoch == 1);   // as Ctrl-C or a time limit would
double second = Train("sittings", _ => false);
Console.WriteLine($"interrupted {first:0.0000}, resumed {second:0.0000}, the same as in one go: {second == whole}");

static double Train(string folder, Func<TrainingContext, bool> stop)
{
    using SimClrPipeline simclr = new SimClrBuilder()
        .UseImages(new SyntheticSource(new SyntheticOptions { Count = 128 }))
        .UseAugmentations(SimClrAugmentations.Cifar(16))
        .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.125))
        .UseCallback(new StopWhen(stop))
        .UseCheckpoints(folder, o => o.Resume = ResumeMode.IfPresent)
        .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 3))
        .Build();
    return simclr.Train().Epochs[^1].Loss;
}

internal sealed class StopWhen(Func<TrainingContext, bool> condition) : TrainingCallback
{
    public override void AfterEpoch(TrainingContext run)
    {
        if (condition(run))
            run.Stop("enough for today");
    }
}

// Prints:
// interrupted 4.8354, resumed 4.8148, the same as in one go: True
