namespace SimClr.Core.Data;

/// <summary>A file that a source left out.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record SkippedFile(string Path, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Reason}";
}
