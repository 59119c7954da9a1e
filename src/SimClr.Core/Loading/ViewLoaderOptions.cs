using SimClr.Core.Data;
using SimClr.Core.Validation;

namespace SimClr.Core.Loading;

/// <summary>Options of a <see cref="ViewLoader"/>.</summary>
public sealed class ViewLoaderOptions
{
    /// <summary>Threads that make views; the views do not depend on it. Default 0: one per processor. Range 0 to 1024.</summary>
    [InRange(0, 1024)]
    public int Workers { get; set; }

    /// <summary>Batches made ahead of the one in use. Default 2; range 1 to 64.</summary>
    [InRange(1, 64)]
    public int PrefetchBatches { get; set; } = 2;

    /// <summary>What happens if an image cannot be read. Default: an exception names it.</summary>
    [Defined]
    public UnreadableImages UnreadableImages { get; set; } = UnreadableImages.Throw;
}
