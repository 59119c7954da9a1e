namespace SimClr.Core.Data;

/// <summary>What becomes of image files that cannot be decoded.</summary>
public enum UndecodableImages
{
    /// <summary>Opening the folder fails, and the files are named.</summary>
    Throw,

    /// <summary>They are left out and listed.</summary>
    Skip,
}
