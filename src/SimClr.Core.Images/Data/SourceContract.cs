namespace SimClr.Core.Data;

/// <summary>What the library expects of every source, its user's own among them.</summary>
internal static class SourceContract
{
    /// <summary>In a list of labels, that of an image which has none.</summary>
    public const int Unlabeled = -1;

    /// <summary>The labels of all images; <see cref="Unlabeled"/> if an image has none.</summary>
    public static int[] ReadLabels(this IImageSource source)
        => [.. Enumerable.Range(0, source.Count).Select(index => source.GetLabel(index) ?? Unlabeled)];

    /// <summary>Reads an image, and refuses null.</summary>
    /// <exception cref="InvalidOperationException">
    /// The source returned null. That is a mistake in the source and no unreadable image, so it is never skipped.
    /// </exception>
    public static Image ReadImage(this IImageSource source, int index) => source.Read(index) ?? throw new InvalidOperationException(
        $"{source.GetType().Name}.{nameof(IImageSource.Read)}({index}) returned null. "
        + $"A source must return an image, or throw an {nameof(ImageReadException)} if it cannot be read.");

    /// <summary>An image for a message: its index, and its file if the source knows it.</summary>
    public static string NameOf(this IImageSource source, int index) => WithPath(index, source.GetPath(index));

    /// <summary>An image for a message that may have its file already.</summary>
    public static string WithPath(int index, string? path, string message = "")
        => path is null || message.Contains(path, StringComparison.Ordinal) ? $"image {index}" : $"image {index} ({path})";

    /// <summary>The same at the beginning of a sentence.</summary>
    public static string Capitalized(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>A remark in brackets on files that a source left out when it was opened; empty if it left out none.</summary>
    public static string LeftOut(IImageSource source) => source is ISkipsFiles { SkippedFiles: { Count: > 0 } skipped }
        ? $" (it left out {skipped.Count} file{(skipped.Count == 1 ? "" : "s")} at opening; the first: {skipped[0]})"
        : "";
}
