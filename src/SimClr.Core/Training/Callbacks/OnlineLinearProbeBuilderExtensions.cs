using SimClr.Core.Training.Callbacks;

namespace SimClr.Core;

/// <summary>The online linear probe for a <see cref="SimClrBuilder"/>.</summary>
public static class OnlineLinearProbeBuilderExtensions
{
    /// <summary>Trains a linear classifier beside the encoder, on its representations, without any influence on it.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="probe">
    /// Tried on a few images by <see cref="SimClrBuilder.Build"/>. Borrowed; it serves one run at a time.
    /// </param>
    public static SimClrBuilder UseOnlineLinearProbe(this SimClrBuilder builder, OnlineLinearProbe probe) => builder.UseCallback(probe);
}
