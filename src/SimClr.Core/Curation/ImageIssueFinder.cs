using System.Globalization;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Finds images that are dark, light, blurred, empty, of odd shape or size, gray among color, or damaged.</summary>
/// <remarks>Needs no network: what <see cref="ImageInspector"/> measured is enough. Thread-safe.</remarks>
/// <example>
/// <code>
/// IReadOnlyList&lt;ImageFacts&gt; facts = ImageInspector.InspectFiles(Directory.GetFiles("pictures"));
/// foreach (ImageIssue issue in ImageIssueFinder.Find(facts))
///     Console.WriteLine($"{issue.Path}: {issue.Kind}, {issue.Reason}");
/// </code>
/// </example>
public static class ImageIssueFinder
{
    private const double LeastColor = 0.02;
    private const double MostEntropy = 8;

    /// <summary>All issues, by kind, and of each kind the worst first.</summary>
    /// <param name="images">What is known of the images of one set; size and color are compared within it.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static IReadOnlyList<ImageIssue> Find(IReadOnlyList<ImageFacts> images, ImageIssueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = OptionsGuard.Validate(options ?? new ImageIssueOptions(), new ImageIssueOptionsValidator());
        ImageFacts[] sound = [.. images.Where(image => image.Problem is null)];
        double side = sound.Length > 0 ? OutlierFinder.Median(sound.Select(Side)) : 1;
        bool isColor = 2 * sound.Count(image => image.Colorfulness >= LeastColor) > sound.Length;
        IEnumerable<ImageIssue> issues = images.Where(image => image.Problem is not null)
            .Select(image => new ImageIssue(image.Index, image.Path, ImageIssueKind.Damaged, 1, image.Problem!))
            .Concat(sound.SelectMany(image => OfOne(image, side, isColor, options)));
        return [.. issues.OrderBy(issue => issue.Kind).ThenByDescending(issue => issue.Score)];
    }

    private static IEnumerable<ImageIssue> OfOne(ImageFacts image, double side, bool isColor, ImageIssueOptions options)
    {
        double ratio = Ratio(image.Width, image.Height), size = Ratio(Side(image), side);
        (ImageIssueKind Kind, double Score, double Threshold, string Reason)[] all =
        [
            (ImageIssueKind.Dark, 1 - image.BrightLuma, options.Dark, Text($"99 % of the pixels are not brighter than {image.BrightLuma:0.00}")),
            (ImageIssueKind.Light, image.DarkLuma, options.Light, Text($"95 % of the pixels are not darker than {image.DarkLuma:0.00}")),
            (ImageIssueKind.Blurry, image.Blur, options.Blurry, Text($"blur {image.Blur:0.00} of 1")),
            (ImageIssueKind.LowInformation, 1 - image.Entropy / MostEntropy, options.LowInformation, Text($"{image.Entropy:0.0} bits of information a pixel")),
            (ImageIssueKind.OddAspectRatio, 1 - ratio, options.OddAspectRatio, Text($"{image.Width} x {image.Height} pixels")),
            (ImageIssueKind.OddSize, 1 - size, options.OddSize, Text($"{image.Width} x {image.Height} pixels, the middle image has {side:0} x {side:0}")),
            (ImageIssueKind.Gray, isColor ? Math.Max(0, 1 - image.Colorfulness / LeastColor) : 0, options.Gray, Text($"color {image.Colorfulness:0.000} of 1, most images have more than {LeastColor}")),
        ];
        return all.Where(issue => issue.Score > 0 && issue.Score >= issue.Threshold)
            .Select(issue => new ImageIssue(image.Index, image.Path, issue.Kind, Math.Clamp(issue.Score, 0, 1), issue.Reason));
    }

    private static double Side(ImageFacts image) => Math.Sqrt((double)image.Width * image.Height);

    private static double Ratio(double one, double other) => Math.Min(one, other) / Math.Max(one, other);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
