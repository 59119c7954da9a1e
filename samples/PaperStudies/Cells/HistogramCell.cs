using System.Text.Json.Serialization;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.AugmentationGallery.Histograms;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>How often the two views of an image are found by their color histograms alone (paper, section 3.1, Figure 6).</summary>
internal sealed record HistogramCell(string Augmentation, int Size, int Images, long Seed) : Cell
{
    public const string Accuracy = "pairs found by histogram";

    [JsonIgnore]
    public override string Title => $"histograms of {Augmentation}";

    public override double Work(StudyData data) => (double)Images * Images / 1e4;

    public override IReadOnlyDictionary<string, double> Run(CellContext context)
    {
        SubsetSource source = SubsetSource.Balanced(context.Data.Training, Math.Min(Images, context.Data.Training.Count));
        Image[] images = [.. Enumerable.Range(0, source.Count).Select(source.Read)];
        HistogramShortcut shortcut = HistogramShortcut.Measure(images, Operations.Parse(Augmentation, Size), Seed);
        return new Dictionary<string, double>
        {
            [Accuracy] = shortcut.MatchAccuracy,
            ["distance within images"] = shortcut.WithinDistance,
            ["distance between images"] = shortcut.BetweenDistance,
        };
    }
}
