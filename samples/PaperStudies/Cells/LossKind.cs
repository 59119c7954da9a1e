namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>The losses of the paper's Tables 4 and 5, and the other forms for many views.</summary>
internal enum LossKind
{
    NtXent,

    /// <summary>NT-Xent of embeddings as long as they are (Table 5, without the L2 norm).</summary>
    NtXentUnnormalized,
    NtLogistic,
    MarginTriplet,
    Decoupled,
    MeanTarget,
}
