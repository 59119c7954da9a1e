namespace SimClr.Core.Interop.PyTorch;

/// <summary>A file in a zip archive, as the archive's directory has it.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="HeaderOffset">Where its own header begins; the data follow.</param>
/// <param name="Length">Length of its data.</param>
/// <param name="IsStored">True if they are neither compressed nor encrypted.</param>
internal sealed record ZipRecord(string Name, long HeaderOffset, long Length, bool IsStored)
{
    /// <summary>Where what follows begins, which its data must not reach.</summary>
    public long Limit { get; init; }
}
