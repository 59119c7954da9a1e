using System.Globalization;
using SimClr.Core.Augmentation;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Augmentations in words, such as <c>crop:0.12 flip color:0.5</c>: operations in order, some with a number.</summary>
internal static class Operations
{
    private const double PaperCropArea = 0.08;

    /// <summary>The seven of the paper's Figure 5, in its order.</summary>
    public static readonly IReadOnlyList<string> Studied = ["crop", "cutout", "color", "sobel", "noise", "blur", "rotate"];

    /// <summary>Reads the words; views that are not of the given size in the end are resized to it.</summary>
    /// <exception cref="ArgumentException">A word is none of an operation.</exception>
    public static AugmentationPipeline Parse(string text, int size)
    {
        AugmentationPipeline pipeline = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = word.Split(':');
            pipeline = Add(pipeline, parts[0], parts.Length > 1 ? double.Parse(parts[1], CultureInfo.InvariantCulture) : null, size);
        }

        return pipeline.Resize(size).CenterCrop(size);
    }

    private static AugmentationPipeline Add(AugmentationPipeline pipeline, string name, double? number, int size) => name switch
    {
        "crop" => pipeline.RandomResizedCrop(size, crop => crop.MinimumArea = number ?? PaperCropArea),
        "flip" => pipeline.RandomHorizontalFlip(),
        "color" => pipeline.ColorDistortion(number ?? 1, NonRgbHandling.PassThrough),
        "gray" => pipeline.RandomGrayscale(number ?? 1),
        "blur" => pipeline.RandomGaussianBlur(number ?? 1),
        "noise" => pipeline.GaussianNoise(maximumDeviation: number ?? 0.1),
        "noised" => pipeline.GaussianNoise(number ?? 0.1, number ?? 0.1),
        "cutout" => pipeline.Cutout(number ?? 0.5),
        "sobel" => pipeline.SobelFilter(),
        "rotate" => pipeline.RandomRotate90(),
        "quarter" => pipeline.Then("quarter turns", view => QuarterTurns.Apply(view, (int)(number ?? 1))),
        _ => throw new ArgumentException($"'{name}' is no operation of the studies.", nameof(name)),
    };
}
