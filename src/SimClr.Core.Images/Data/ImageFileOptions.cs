using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>How picture files are opened: options of <see cref="ImageFileSource"/>, and of folders by <see cref="ImageFolderOptions"/>.</summary>
public class ImageFileOptions
{
    /// <summary>
    /// The classes by label, for test images that must be labeled as their training images are. Null, the default: of numbered labels all
    /// numbers up to the highest, else the ordinal order of the classes' names. A class of another name is an error.
    /// </summary>
    public IReadOnlyList<string>? ClassNames { get; set; }

    /// <summary>
    /// What becomes of files that cannot be decoded; an error by default. In folders, pictures of formats that are not read (.heic, .dng) are
    /// left out and listed in any case, unless a class has no others.
    /// </summary>
    [Defined]
    public UnreadableImages UnreadableImages { get; set; } = UnreadableImages.Throw;

    /// <summary>
    /// Whether every file is decoded once at opening even if it is not kept in memory, so that damage behind a sound header shows then and
    /// not in the midst of a run; false by default, because it reads everything.
    /// </summary>
    public bool VerifyPixels { get; set; }

    /// <summary>How each file is decoded: channels, depth and the limits of its size. By default as <see cref="ImageDecodingOptions"/> says.</summary>
    [Required]
    [ValidateObjectMembers(typeof(ImageDecodingOptionsValidator))]
    public ImageDecodingOptions Decoding { get; set; } = new();

    /// <summary>
    /// Memory for decoded images in bytes; 512 MiB by default, 0 for none. Where all images fit, they are decoded at opening, by all
    /// processors, and kept; where not, none is kept and each read decodes its file.
    /// </summary>
    [InRange(0, long.MaxValue)]
    public long CacheBytes { get; set; } = 512 << 20;
}
