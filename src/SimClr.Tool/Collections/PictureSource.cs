using SimClr.Core.Data;

namespace SimClr.Tool.Collections;

/// <summary>The pictures of a folder, however they lie in it.</summary>
internal static class PictureSource
{
    // Enough for every usual model, and a fraction of the work for large photographs.
    private const int DecodedSide = 256;

    private const long Cache = 512 << 20;

    /// <summary>
    /// Opens a folder. Its folders are classes if all pictures are in folders that look like classes; else there are no classes. Files that
    /// are no pictures are left out and listed.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="channels">As the model takes them.</param>
    /// <param name="inMemory">Whether to keep the decoded pictures, if half a gibibyte holds them: for a training, which reads them often.</param>
    public static ImageFolderSource Open(DirectoryInfo folder, int channels, bool inMemory = false)
    {
        try
        {
            return new ImageFolderSource(folder.FullName, Options(ImageFolderLayout.Automatic, channels, inMemory));
        }
        catch (ImageReadException)
        {
            return new ImageFolderSource(folder.FullName, Options(ImageFolderLayout.Unlabeled, channels, inMemory));
        }
    }

    private static ImageFolderOptions Options(ImageFolderLayout layout, int channels, bool inMemory) => new()
    {
        Layout = layout,
        UnreadableImages = UnreadableImages.Skip,
        CacheBytes = inMemory ? Cache : 0,
        Decoding = new()
        {
            Channels = channels == 1 ? ImageChannels.Gray : ImageChannels.Rgb,
            SampleDepth = SampleDepth.UInt8,
            MinimumDecodeSide = DecodedSide,
        },
    };
}
