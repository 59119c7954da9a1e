using SimClr.Core.Data;

namespace SimClr.Core.Augmentation;

/// <summary>Words for images and views that have another number of channels than is wanted.</summary>
internal static class ChannelMismatch
{
    /// <summary>Why an encoder cannot take views or images; null if it can.</summary>
    /// <param name="expected">The encoder's channels.</param>
    /// <param name="found">The shape of a view.</param>
    /// <param name="what">The subject of the sentence, with its verb.</param>
    public static string? OfEncoder(int expected, ViewShape found, string what = "the views are")
        => found.Channels == expected ? null : $"The encoder expects {expected} channels, but {what} {found} ([C, H, W]).";

    /// <summary>What is wrong with an image that differs from the first, a gray one among colored ones say, and what helps.</summary>
    /// <param name="image">The image in words, as "image 3".</param>
    /// <param name="channels">Its channels.</param>
    /// <param name="first">The first image in words.</param>
    /// <param name="firstChannels">Its channels.</param>
    public static string Describe(string image, int channels, string first, int firstChannels)
        => $"{SourceContract.Capitalized(image)} has {channels} channel{(channels == 1 ? "" : "s")}, but {first} has {firstChannels}; all "
        + $"images of a source need equally many. {nameof(ImageDecodingOptions)}.{nameof(ImageDecodingOptions.Channels)} decodes all files to "
        + $"{nameof(ImageChannels.Rgb)} or {nameof(ImageChannels.Gray)}; in a custom source, repeat a gray image's channel three times.";
}
