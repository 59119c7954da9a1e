using System.Globalization;
using SimClr.Core.Samples.Reports;
using SimClr.Core.Samples.Terminal;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>Writes what a run leaves behind: metrics.json, the pictures, and report.html, which shows everything.</summary>
internal static class QuickstartReport
{
    public static void Write(QuickstartResult result, OutputFolder folder)
    {
        folder.Write("metrics.json", MetricsJson.Serialize(QuickstartMetrics.From(result)));
        HtmlReport report = new("SimClr.Core quickstart");
        AddResults(report, result);
        if (result.Training.Epochs.Count > 0)
            AddCurves(report, result, folder);
        AddSheets(report, result, folder);
        AddFacts(report, result);
        folder.Write("report.html", report.ToString());
    }

    private static void AddResults(HtmlReport report, QuickstartResult result)
    {
        report.AddParagraph(Summary(result));
        foreach (string note in result.Notes)
            report.AddParagraph(note);
        report.AddHeading("What the representation is worth");
        if (result.Scores is not { } scores)
        {
            report.AddParagraph(QuickstartResult.NoLabels);
            return;
        }

        report.AddTable(ScoreTable.Headings, scores.Rows);
        report.AddParagraph(
            "Linear accuracy: a linear classifier is trained on the frozen representations of the training images and asked about the test images. "
            + "kNN accuracy: the most similar training images vote. "
            + $"Guessing would be right in {ProgressText.Percent(1.0 / result.Data.Training.ClassNames.Count).Trim()} of the cases.");
    }

    private static void AddCurves(HtmlReport report, QuickstartResult result, OutputFolder folder)
    {
        report.AddHeading("Training");
        AddPicture(report, folder, "loss.png", QuickstartCharts.Loss(result).ToPng(), "Loss by epoch", "The loss that training lowers. No label is used.");
        AddPicture(
            report,
            folder,
            "accuracy.png",
            QuickstartCharts.Accuracy(result).ToPng(),
            "Accuracy by epoch",
            "Contrastive accuracy: how often, of all views in the batch, the most similar one is the other view of the same image. "
            + "kNN: after each epoch, of some of the training images among others. Dashed: linear accuracy on the test images, at the end.");
    }

    private static void AddSheets(HtmlReport report, QuickstartResult result, OutputFolder folder)
    {
        report.AddHeading("What the encoder sees and finds");
        AddPicture(report, folder, "views.png", result.Views.ToPng(), result.Views.Subtitle);
        AddPicture(report, folder, "neighbours.png", result.Neighbours.ToPng(), result.Neighbours.Subtitle);
    }

    private static void AddPicture(HtmlReport report, OutputFolder folder, string name, byte[] png, string alternative, string caption = "")
    {
        folder.Write(name, png);
        report.AddPicture(png, alternative, caption);
    }

    private static void AddFacts(HtmlReport report, QuickstartResult result)
    {
        QuickstartMetrics metrics = QuickstartMetrics.From(result);
        report.AddHeading("Options").AddFacts(QuickstartFacts.Options(result.Options));
        report.AddHeading("Run").AddFacts(QuickstartFacts.Run(metrics));
    }

    private static string Summary(QuickstartResult result)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{QuickstartFacts.EncoderName(result.Options)} learned from {result.Data.Training.Count:#,0} images ({result.Data.Description}) without their labels, in {Epochs(result)} and {ProgressText.Duration(result.Training.Duration)} minutes.");

    private static string Epochs(QuickstartResult result) => result.Training.Epochs.Count == 1 ? "1 epoch" : $"{result.Training.Epochs.Count} epochs";
}
