using System.Security.Cryptography;
using SimClr.Core.Curation.Pixels;
using SimClr.Core.Data;
using SimClr.Core.Data.Folders;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Looks at the pixels of images once, for everything that curation wants to know of them.</summary>
/// <remarks>
/// Runs on all cores; a kilobyte an image remains in memory. Images that cannot be decoded are reported, never skipped. May be called from
/// several threads at once.
/// </remarks>
/// <example>
/// <code>
/// IReadOnlyList&lt;ImageFacts&gt; facts = ImageInspector.InspectFiles(Directory.GetFiles("pictures"));
/// Console.WriteLine($"{facts.Count(image => image.Problem is not null)} of {facts.Count} are damaged");
/// </code>
/// </example>
public static class ImageInspector
{
    /// <summary>Longer side at which light and blur are measured; smaller images are taken as they are.</summary>
    public const int InspectedSide = 256;

    // JPEG files are decoded to half of 640 x 480, which is more than the inspected side and a fraction of the work.
    private const int DecodedSide = InspectedSide * 3 / 4;

    /// <summary>Inspects picture files. JPEG files are decoded at a smaller size, so this is several times as fast as reading them.</summary>
    /// <param name="paths">The files, of any size.</param>
    /// <param name="progress">Gets the number of files that are done, and of all, after each.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>One for each file, in order.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static IReadOnlyList<ImageFacts> InspectFiles(
        IReadOnlyList<string> paths, IProgress<(int Done, int All)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ImageFileDecoder scaled = new(new ImageDecodingOptions { MinimumDecodeSide = DecodedSide, SampleDepth = SampleDepth.UInt8 });
        ImageFileDecoder whole = new(new ImageDecodingOptions());
        return ForEach(paths.Count, index => OfFile(paths[index], index, scaled, whole), progress, cancellationToken);
    }

    /// <summary>Inspects the images of a source, which are decoded as the source does it.</summary>
    /// <param name="images">Any source. Of one that scales images down while it decodes them, the sizes are those that it gives.</param>
    /// <param name="progress">Gets the number of images that are done, and of all, after each.</param>
    /// <param name="cancellationToken">Stops between two images.</param>
    /// <returns>One for each image, in order.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static IReadOnlyList<ImageFacts> Inspect(
        IImageSource images, IProgress<(int Done, int All)>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        return ForEach(images.Count, index => OfImage(images, index), progress, cancellationToken);
    }

    private static ImageFacts[] ForEach(
        int count, Func<int, ImageFacts> inspect, IProgress<(int Done, int All)>? progress, CancellationToken cancellationToken)
    {
        ImageFacts[] facts = new ImageFacts[count];
        int done = 0;
        Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellationToken }, index =>
        {
            facts[index] = inspect(index);
            progress?.Report((Interlocked.Increment(ref done), count));
        });
        return facts;
    }

    private static ImageFacts OfFile(string path, int index, ImageFileDecoder scaled, ImageFileDecoder whole)
    {
        ImageFacts facts = new() { Index = index, Path = path };
        try
        {
            ImageSize size = whole.Probe(path).Size;
            byte[] bytes = File.ReadAllBytes(path);
            Image image = scaled.Decode(bytes, path);
            bool isTurned = size.Width > size.Height != image.Width > image.Height && image.Width != image.Height;
            facts = PixelStatistics.Of(image).Add(facts) with
            {
                FileBytes = bytes.Length,
                Digest = Convert.ToHexStringLower(SHA256.HashData(bytes)),
                File = path,
            };
            return isTurned
                ? facts with { Width = size.Height, Height = size.Width }
                : facts with { Width = size.Width, Height = size.Height };
        }
        catch (Exception failure) when (failure is ImageReadException or IOException or UnauthorizedAccessException)
        {
            return facts with { Problem = Reason.Of(failure.InnerException ?? failure) };
        }
    }

    private static ImageFacts OfImage(IImageSource images, int index)
    {
        ImageFacts facts = new() { Index = index, Path = images.GetPath(index) };
        try
        {
            Image image = images.ReadImage(index);
            FileInfo? file = facts.Path is { } path ? new FileInfo(path) : null;
            return PixelStatistics.Of(image).Add(facts) with
            {
                Width = image.Width,
                Height = image.Height,
                FileBytes = file is { Exists: true } ? file.Length : 0,
                Digest = PixelDigest.Of(image),
            };
        }
        catch (ImageReadException failure)
        {
            return facts with { Problem = failure.Message };
        }
    }
}
