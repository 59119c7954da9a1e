using SimClr.Core.Optimization;

namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>A learning rate by processor time, so that trainings of unequal steps end alike; ends the training when the time is over.</summary>
internal sealed class TimedSchedule(double peak, RecipeDecay decay, double seconds) : LearningRateSchedule, IDisposable
{
    private const double Warmup = 0.1;
    private const double LateStart = 0.5;

    /// <summary>A rate of exactly 0 would be a step for nothing.</summary>
    private const double Least = 1e-3;

    private readonly CancellationTokenSource _over = new();
    private readonly double _start = ProcessorSeconds;

    /// <summary>Canceled when the time is over.</summary>
    public CancellationToken Over => _over.Token;

    private static double ProcessorSeconds => Environment.CpuUsage.TotalTime.TotalSeconds;

    public override double LearningRateAt(long step)
    {
        double share = (ProcessorSeconds - _start) / seconds;
        if (share >= 1)
            _over.Cancel();
        return peak * Math.Max(Least, share < Warmup ? share / Warmup : Falling(Math.Min(1, share)));
    }

    public void Dispose() => _over.Dispose();

    private double Falling(double share) => decay switch
    {
        RecipeDecay.Linear => (1 - share) / (1 - Warmup),
        RecipeDecay.Late => Math.Min(1, (1 - share) / (1 - LateStart)),
        _ => 0.5 * (1 + Math.Cos(Math.PI * (share - Warmup) / (1 - Warmup))),
    };
}
