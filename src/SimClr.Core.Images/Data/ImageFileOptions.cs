using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>Options of <see cref="ImageFileSource"/>.</summary>
public sealed class ImageFileOptions
{
    /// <summary>The classes by label; null, the default, numbers them up to the highest label.</summary>
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>What becomes of files that cannot be decoded; an error by default.</summary>
    [Defined]
    public UnreadableImages UnreadableImages { get; set; } = UnreadableImages.Throw;

    /// <summary>
    /// Whether every file is decoded once at opening even if it is not kept in memory, so that damage behind a sound header shows then;
    /// false by default, because it reads everything.
    /// </summary>
    public bool VerifyPixels { get; set; }

    /// <summary>How each file is decoded: channels, depth and the limits of its size. By default as <see cref="ImageDecodingOptions"/> says.</summary>
    [Required]
    [ValidateObjectMembers(typeof(ImageDecodingOptionsValidator))]
    public ImageDecodingOptions Decoding { get; set; } = new();

    /// <summary>
    /// Memory for decoded images in bytes; 512 MiB by default, 0 for none. Where all images fit, they are decoded at opening and kept; where
    /// not, each read decodes its file.
    /// </summary>
    [InRange(0, long.MaxValue)]
    public long CacheBytes { get; set; } = 512 << 20;

    /// <summary>The same as a folder's options.</summary>
    internal ImageFolderOptions OfFolder() => new()
    {
        UnreadableImages = UnreadableImages,
        VerifyPixels = VerifyPixels,
        Decoding = Decoding,
        CacheBytes = CacheBytes,
    };
}
