namespace SimClr.Core.Data;

/// <summary>A source that may have left files out when it was opened.</summary>
internal interface ISkipsFiles
{
    /// <summary>Those files, with reasons.</summary>
    IReadOnlyList<SkippedFile> SkippedFiles { get; }
}
