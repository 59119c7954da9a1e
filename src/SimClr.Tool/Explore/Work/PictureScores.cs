namespace SimClr.Tool.Explore.Work;

/// <summary>Numbers of each picture by which the page colors, sorts and counts; -1 where there is none.</summary>
internal sealed record PictureScores
{
    /// <summary>The names of the scores, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["nearest", "twin", "outlier", "label", "brightness", "blur"];

    /// <summary>Similarity to the nearest other picture.</summary>
    public required float[] Nearest { get; init; }

    /// <summary>Similarity to the nearest picture before it: whoever keeps the first of its kind removes those above a threshold.</summary>
    public required float[] Twin { get; init; }

    /// <summary>How far from all others, see <see cref="SimClr.Core.Curation.OutlierFinder"/>.</summary>
    public required float[] Outlier { get; init; }

    /// <summary>How doubtful its label is, see <see cref="SimClr.Core.Curation.LabelIssueFinder"/>.</summary>
    public required float[] Label { get; init; }

    public required float[] Brightness { get; init; }

    public required float[] Blur { get; init; }

    /// <summary>All, in the order of <see cref="Names"/>.</summary>
    public IReadOnlyList<float[]> All() => [Nearest, Twin, Outlier, Label, Brightness, Blur];
}
