using SimClr.Core.Samples.Terminal;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The pretrained encoder beside what it has to beat.</summary>
/// <param name="Pretrained">The encoder after training.</param>
/// <param name="Random">The same encoder before its first step, on images of the usual size.</param>
/// <param name="Pixels">No encoder at all.</param>
public sealed record ScoreTable(Score Pretrained, Score Random, Score Pixels)
{
    public static IReadOnlyList<string> Headings { get; } = ["Representation", "Dimension", "Linear accuracy", "kNN accuracy"];

    /// <summary>The pretrained encoder on images of the usual size alone; null where its representation is no other.</summary>
    public Score? UsualSize { get; init; }

    public IEnumerable<IReadOnlyList<string>> Rows =>
    [
        Row("pretrained encoder", Pretrained),
        .. UsualSize is { } usual
            ? [Row($"pretrained encoder, {PretrainingData.ImageSize} x {PretrainingData.ImageSize} alone", usual)]
            : Array.Empty<string[]>(),
        Row("same encoder, random weights", Random),
        Row("raw pixels", Pixels),
    ];

    private static string[] Row(string name, Score score)
        => [name, FormattableString.Invariant($"{score.Dimension}"), ProgressText.Percent(score.Linear).Trim(), ProgressText.Percent(score.Knn).Trim()];
}
