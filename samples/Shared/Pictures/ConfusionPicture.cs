using SimClr.Core.Evaluation;

namespace SimClr.Core.Samples.Pictures;

/// <summary>A confusion matrix as a PNG picture: each row is a class, its shares add up to 100 %.</summary>
public static class ConfusionPicture
{
    /// <summary>Draws it.</summary>
    /// <param name="report">What was predicted for images of known classes.</param>
    /// <param name="names">Names of the classes; numbers where there are too few.</param>
    public static byte[] Draw(ClassificationReport report, IReadOnlyList<string> names)
    {
        string[] classes = [.. Enumerable.Range(0, report.ClassCount).Select(label => label < names.Count ? names[label] : $"{label}")];
        return new HeatMap
        {
            Title = "Answers by class (%)",
            XLabel = "answer",
            YLabel = "class",
            Rows = classes,
            Columns = classes,
            Values = [.. Enumerable.Range(0, report.ClassCount).Select(label => Row(report, label))],
        }.ToPng();
    }

    private static double[] Row(ClassificationReport report, int label)
    {
        double[] counts = [.. Enumerable.Range(0, report.ClassCount).Select(answer => (double)report.Confusion(label, answer))];
        double all = Math.Max(1, counts.Sum());
        return [.. counts.Select(count => count / all)];
    }
}
