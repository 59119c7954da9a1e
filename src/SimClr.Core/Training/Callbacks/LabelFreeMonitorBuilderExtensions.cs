using SimClr.Core.Training.Callbacks;

namespace SimClr.Core;

/// <summary>The label-free monitor for a <see cref="SimClrBuilder"/>.</summary>
public static class LabelFreeMonitorBuilderExtensions
{
    /// <summary>
    /// Measures alignment, uniformity, RankMe and LiDAR during training, every <see cref="LabelFreeMonitor.EveryEpochs"/> epochs; each call
    /// adds a monitor.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="monitor">
    /// Tried on a few images by <see cref="SimClrBuilder.Build"/>. Where it fails later, the training saves a checkpoint, if it has any,
    /// and ends.
    /// </param>
    public static SimClrBuilder UseLabelFreeMonitor(this SimClrBuilder builder, LabelFreeMonitor monitor) => builder.UseCallback(monitor);
}
