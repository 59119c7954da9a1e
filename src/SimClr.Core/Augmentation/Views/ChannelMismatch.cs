using SimClr.Core.Data;

namespace SimClr.Core.Augmentation;

/// <summary>Words for an image that has other channels than the first: a gray one among colored ones, say.</summary>
internal static class ChannelMismatch
{
    /// <summary>What is wrong and what helps.</summary>
    /// <param name="index">The image's index.</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="firstIndex">The first image's index.</param>
    /// <param name="firstChannels">Its channels.</param>
    public static string Describe(int index, int channels, int firstIndex, int firstChannels)
        => $"Image {index} has {channels} channel{(channels == 1 ? "" : "s")}, but image {firstIndex} has {firstChannels}; all images of a "
        + $"source need equally many. {nameof(ImageFolderOptions)}.{nameof(ImageFolderOptions.Channels)} decodes all files to "
        + $"{nameof(ImageChannels.Rgb)} or {nameof(ImageChannels.Gray)}; in a custom source, repeat a gray image's channel three times.";
}
