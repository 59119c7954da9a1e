using SimClr.Core.Data;

namespace SimClr.Core.Training;

/// <summary>What happens where an image cannot be read in the midst of a training: its file is gone or damaged, say.</summary>
public enum UnreadableImages
{
    /// <summary>
    /// Training stops with a <see cref="ViewGenerationException"/> that names the image and holds the original exception.
    /// </summary>
    Fail,

    /// <summary>
    /// An image whose <see cref="IImageSource.Read"/> throws an <see cref="ImageReadException"/> is left out for the rest of the run, with
    /// a warning to
    /// <see cref="ContrastiveTrainer.Logger"/>; the next image of the source that can be read and is not among those that go through the
    /// network together takes its place. Other exceptions, and those of augmentations, stop the training all the same.
    /// </summary>
    Skip,
}
