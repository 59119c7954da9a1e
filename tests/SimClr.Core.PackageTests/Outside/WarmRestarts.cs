using SimClr.Core;
using SimClr.Core.Optimization;
using SimClr.Core.Training;

namespace Outside;

/// <summary>SGDR (Loshchilov and Hutter 2017): the cosine begins anew each period.</summary>
internal sealed class WarmRestarts(double peak, long period) : LearningRateSchedule
{
    public override double LearningRateAt(long step) => peak / 2 * (1 + Math.Cos(Math.PI * (step % period) / period));
}

internal static class WarmRestartsRun
{
    public static void Train()
    {
        using SimClrPipeline simclr = SmallRun.Builder()
            .UseSgd(o => o.LearningRate = 0.1)
            .UseSchedule(run => new WarmRestarts(run.PeakLearningRate, run.StepsPerEpoch))
            .Build();
        foreach (EpochSummary epoch in simclr.Train().Epochs)
            SmallRun.Print($"epoch {epoch.Epoch}", epoch.LearningRate);
    }
}
