namespace SimClr.Core.Data;

/// <summary>What happens when an image cannot be read: its file is damaged, say, or gone.</summary>
public enum UnreadableImages
{
    /// <summary>An exception names the image or the files: when a folder is opened, or in the midst of a training run.</summary>
    Throw,

    /// <summary>
    /// The image is left out. Opening a folder lists such files, and folders in it that may not be opened; a training run logs a warning, and the next image of the source that can
    /// be read and is not already in the same micro-batch takes its place. Only an <see cref="ImageReadException"/> counts as unreadable:
    /// other exceptions, and those of augmentations, end the run all the same.
    /// </summary>
    Skip,
}
