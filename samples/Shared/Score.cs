using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Samples;

/// <summary>What a representation is worth: accuracies on the test images, in [0, 1].</summary>
/// <param name="Representation">Whose they are.</param>
/// <param name="Dimension">Length of the representation.</param>
/// <param name="Linear">Of a linear classifier trained on the representations of the training images.</param>
/// <param name="Knn">Accuracy of the weighted vote of the nearest training images.</param>
public sealed record Score(string Representation, int Dimension, ClassificationReport Linear, double Knn)
{
    public static IReadOnlyList<string> Headings { get; } = ["Representation", "Dimension", "Linear accuracy", "kNN accuracy"];

    /// <summary>As a row of a table.</summary>
    public IReadOnlyList<string> Row => [Representation, Words.Text(Dimension), Words.Percent(Linear.Accuracy), Words.Percent(Knn)];

    /// <summary>Measures it.</summary>
    public static Score Of(string representation, FeatureSet training, FeatureSet test)
        => new(representation, training.Dimension, LinearProbe.Fit(training).Evaluate(test), KnnClassifier.Fit(training).Accuracy(test));

    /// <summary>Writes some as a table.</summary>
    public static void Write(TextWriter output, IEnumerable<Score> scores)
    {
        IReadOnlyList<string>[] rows = [Headings, .. scores.Select(score => score.Row)];
        int[] widths = [.. Headings.Index().Select(column => rows.Max(row => row[column.Index].Length))];
        foreach (IReadOnlyList<string> row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))));
    }
}
