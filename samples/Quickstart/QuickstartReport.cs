using System.Globalization;
using SimClr.Core.Samples.Pictures;
using SimClr.Core.Samples.Reports;
using SimClr.Core.Samples.Terminal;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>Writes what a run leaves behind: metrics.json, the pictures, and report.html, which shows everything.</summary>
public static class PretrainingReport
{
    public static void Write(PretrainingResult result, OutputFolder folder)
    {
        folder.Write("metrics.json", MetricsJson.Serialize(PretrainingMetrics.From(result)));
        HtmlReport report = new(result.Setup.Title);
        AddResults(report, result);
        AddConfusion(report, result, folder);
        if (result.Training.Epochs.Count > 0)
            AddCurves(report, result, folder);
        AddSheets(report, result, folder);
        AddFacts(report, result);
        folder.Write("report.html", report.ToString());
    }

    private static void AddResults(HtmlReport report, PretrainingResult result)
    {
        report.AddParagraph(Summary(result));
        foreach (string note in result.Notes)
            report.AddParagraph(note);
        if (result.Plan.Summary is { } plan)
            report.AddParagraph(plan);
        report.AddHeading("What the representation is worth");
        if (result.Scores is not { } scores)
        {
            report.AddParagraph(PretrainingResult.NoLabels);
            return;
        }

        report.AddTable(ScoreTable.Headings, scores.Rows);
        report.AddParagraph(
            "Linear accuracy: a linear classifier is trained on the frozen representations of the training images and asked about the test images. "
            + "kNN accuracy: of all training images, the most similar ones vote on each test image. "
            + $"Guessing would be right in {ProgressText.Percent(1.0 / result.Data.Training.ClassNames.Count).Trim()} of the cases.");
    }

    private static void AddConfusion(HtmlReport report, PretrainingResult result, OutputFolder folder)
    {
        if (result.Scores?.Pretrained.Report is not { } classified)
            return;
        byte[] png = ConfusionPicture.Draw(classified, result.Data.Training.ClassNames);
        AddPicture(
            report, folder, "confusion.png", png, "Confusion matrix of the linear classifier",
            "The linear classifier's answers for the test images of each class, in percent.");
    }

    private static void AddCurves(HtmlReport report, PretrainingResult result, OutputFolder folder)
    {
        report.AddHeading("Training");
        foreach (ReportChart chart in result.Setup.Charts)
            if (chart.Draw(result) is { } drawn)
                AddPicture(report, folder, chart.File, drawn.ToPng(), chart.Alternative, chart.Caption);
    }

    private static void AddSheets(HtmlReport report, PretrainingResult result, OutputFolder folder)
    {
        report.AddHeading("What the encoder sees and finds");
        AddPicture(report, folder, "views.png", result.Views.ToPng(), result.Views.Subtitle);
        AddPicture(report, folder, "neighbors.png", result.Neighbors.ToPng(), result.Neighbors.Subtitle);
    }

    private static void AddPicture(HtmlReport report, OutputFolder folder, string name, byte[] png, string alternative, string caption = "")
    {
        folder.Write(name, png);
        report.AddPicture(png, alternative, caption);
    }

    private static void AddFacts(HtmlReport report, PretrainingResult result)
    {
        PretrainingMetrics metrics = PretrainingMetrics.From(result);
        report.AddHeading("Options").AddFacts(result.Setup.Facts);
        report.AddHeading("Run").AddFacts(PretrainingFacts.Run(metrics));
    }

    private static string Summary(PretrainingResult result)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Setup.EncoderName} learned from {result.Data.Training.Count:#,0} images ({result.Data.Description}) without their labels, in {Epochs(result)} and {ProgressText.Duration(result.Training.Duration)} minutes.");

    private static string Epochs(PretrainingResult result)
        => result.Training.Epochs.Count == 1 ? "1 epoch" : $"{result.Training.Epochs.Count} epochs";
}
