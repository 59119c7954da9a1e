namespace SimClr.Core.Curation;

/// <summary>How alike two duplicates are.</summary>
public enum DuplicateKind
{
    /// <summary>The same pixels, whatever the files.</summary>
    Exact,

    /// <summary>The same picture: cropped, mirrored, resized, compressed anew or with other colors.</summary>
    Near,
}
