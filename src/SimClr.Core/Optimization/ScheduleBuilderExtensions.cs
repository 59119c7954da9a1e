using SimClr.Core.Optimization;

namespace SimClr.Core;

/// <summary>Learning-rate schedules for a <see cref="SimClrBuilder"/>.</summary>
public static class ScheduleBuilderExtensions
{
    /// <summary>Linear warm-up to the optimizer's learning rate, then cosine to 0 at the end of the run; the default.</summary>
    public static SimClrBuilder UseCosineSchedule(this SimClrBuilder builder)
        => builder.UseSchedule(run => new WarmupCosineSchedule(run.PeakLearningRate, run.WarmupSteps, run.TotalSteps));

    /// <summary>The optimizer's learning rate at every step, without warm-up.</summary>
    public static SimClrBuilder UseConstantSchedule(this SimClrBuilder builder)
        => builder.UseSchedule(run => new ConstantSchedule(run.PeakLearningRate));
}
