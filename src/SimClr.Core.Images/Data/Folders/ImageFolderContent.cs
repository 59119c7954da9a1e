namespace SimClr.Core.Data.Folders;

/// <summary>What a folder turned out to hold.</summary>
/// <param name="Files">The images in order.</param>
/// <param name="ClassNames">By label.</param>
/// <param name="Skipped">What was left out.</param>
/// <param name="Images">The decoded images, where they are kept.</param>
internal sealed record ImageFolderContent(
    ImageFile[] Files,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<SkippedFile> Skipped,
    Image[]? Images);
