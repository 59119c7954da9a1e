using SimClr.Core.Data;

namespace SimClr.Tool.Collections;

/// <summary>The pictures of a folder, however they lie in it.</summary>
internal static class PictureSource
{
    // Enough for every usual model, and a fraction of the work for large photographs.
    private const int DecodedSide = 256;

    /// <summary>
    /// Opens a folder. Its folders are classes if all pictures are in folders that look like classes; else there are no classes. Files that
    /// are no pictures are left out and listed.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="channels">As the model takes them.</param>
    public static ImageFolderSource Open(DirectoryInfo folder, int channels)
    {
        try
        {
            return new ImageFolderSource(folder.FullName, Options(ImageFolderLayout.Automatic, channels));
        }
        catch (ImageReadException)
        {
            return new ImageFolderSource(folder.FullName, Options(ImageFolderLayout.Unlabeled, channels));
        }
    }

    private static ImageFolderOptions Options(ImageFolderLayout layout, int channels) => new()
    {
        Layout = layout,
        UnreadableImages = UnreadableImages.Skip,
        CacheBytes = 0,
        Decoding = new()
        {
            Channels = channels == 1 ? ImageChannels.Gray : ImageChannels.Rgb,
            SampleDepth = SampleDepth.UInt8,
            MinimumDecodeSide = DecodedSide,
        },
    };
}
