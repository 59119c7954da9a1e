using SimClr.Core;
using SimClr.Core.Training;

namespace Outside;

/// <summary>Stops a run once its loss has not fallen by a share of itself for some epochs.</summary>
internal sealed class StopWhenStalled(double share, int patience) : TrainingCallback
{
    private double _best = double.PositiveInfinity;
    private int _bestEpoch;

    public override void AfterEpoch(TrainingContext run)
    {
        double loss = run.EpochMetrics[MetricNames.Loss];
        if (loss < _best * (1 - share))
            (_best, _bestEpoch) = (loss, run.Epoch);
        else if (run.Epoch - _bestEpoch >= patience)
            run.Stop($"The loss stalls at {_best:f3} since epoch {_bestEpoch}.");
    }
}

internal static class StopWhenStalledRun
{
    public static void Train()
    {
        using SimClrPipeline simclr = SmallRun.Builder()
            .UseCallback(new StopWhenStalled(share: 0.9, patience: 2))
            .ConfigureTraining(o => o.Epochs = 20)
            .Build();
        TrainingResult result = simclr.Train();
        SmallRun.Print("epochs", result.Epochs.Count);
        SmallRun.Print("canceled", $"{result.Canceled}");
        SmallRun.Print("reason", result.StopReason ?? "none");
    }
}
