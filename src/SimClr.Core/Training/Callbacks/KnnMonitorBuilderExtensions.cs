using SimClr.Core.Training.Callbacks;

namespace SimClr.Core;

/// <summary>The kNN monitor for a <see cref="SimClrBuilder"/>.</summary>
public static class KnnMonitorBuilderExtensions
{
    /// <summary>Measures kNN accuracy during training, every <see cref="KnnMonitor.EveryEpochs"/> epochs; each call adds a monitor.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="monitor">
    /// Tried on a few images by <see cref="SimClrBuilder.Build"/>. Where it fails later, the training saves a checkpoint, if it has any, and
    /// ends.
    /// </param>
    public static SimClrBuilder UseKnnMonitor(this SimClrBuilder builder, KnnMonitor monitor) => builder.UseCallback(monitor);
}
