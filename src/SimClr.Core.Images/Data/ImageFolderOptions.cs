using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>Options of <see cref="ImageFolderSource"/>: how its files are opened, and what its sub-folders mean.</summary>
public sealed class ImageFolderOptions : ImageFileOptions
{
    /// <summary>What sub-folders mean; recognized by default.</summary>
    [Defined]
    public ImageFolderLayout Layout { get; set; } = ImageFolderLayout.Automatic;

    /// <summary>A copy with other class names.</summary>
    internal ImageFolderOptions With(IReadOnlyList<string>? classNames)
    {
        ImageFolderOptions copy = (ImageFolderOptions)MemberwiseClone();
        copy.ClassNames = classNames;
        return copy;
    }
}
