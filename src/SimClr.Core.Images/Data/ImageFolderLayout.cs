namespace SimClr.Core.Data;

/// <summary>What the folders below a folder of images mean.</summary>
public enum ImageFolderLayout
{
    /// <summary>Class folders where all images are in sub-folders, unlabeled where all are in the folder itself; else an error.</summary>
    Automatic,

    /// <summary>Each sub-folder with images, at any depth within it, is a class; images outside of them are left aside.</summary>
    ClassFolders,

    /// <summary>All images at any depth, without labels.</summary>
    Unlabeled,
}
