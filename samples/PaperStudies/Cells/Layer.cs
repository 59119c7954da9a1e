namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Where a representation is taken from.</summary>
internal enum Layer
{
    /// <summary>h, before the projection head.</summary>
    Encoder,

    /// <summary>z = g(h), what the loss sees.</summary>
    Head,
}
