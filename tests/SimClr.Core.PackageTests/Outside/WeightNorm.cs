using SimClr.Core;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace Outside;

/// <summary>The L2 norm of all weights, as a metric.</summary>
internal sealed class WeightNorm : TrainingCallback
{
    public override void AfterStep(TrainingContext run)
    {
        if (run.IsMeasured)
            run.Metrics.Add("weight_norm", SmallRun.Weights(run.Task.Module).norm());
    }
}

internal sealed class Reports : List<TrainingProgress>, IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => Add(value);
}

internal static class WeightNormRun
{
    public static void Train(string folder)
    {
        using SimClrPipeline simclr = SmallRun.Builder()
            .UseCallback(new WeightNorm())
            .ConfigureTraining(o => (o.LogEverySteps, o.TensorBoardFolder) = (1, folder))
            .Build();
        Reports reports = [];
        TrainingResult result = simclr.Train(reports);
        SmallRun.Print("reports", string.Join(' ', reports.Select(report => $"{report.Metrics["weight_norm"]:R}")));
        SmallRun.Print("epochs", string.Join(' ', result.Epochs.Select(epoch => $"{epoch.Metrics["weight_norm"]:R}")));
        SmallRun.Print("now", SmallRun.Weights(simclr.Model).norm());
    }
}
