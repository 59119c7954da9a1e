using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.AugmentationGallery.Histograms;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Figures;

/// <summary>The paper's Figure 6: histograms of crops of two images, without and with color distortion.</summary>
internal static class HistogramFigure
{
    public static IEnumerable<StudyFigure> Draw(StudyPlan plan)
    {
        Image first = plan.Data.Training.Read(0), second = plan.Data.Training.Read(plan.Data.Training.Count / 2);
        AugmentationPipeline crop = Operations.Parse("crop", first.Height), distorted = Operations.Parse("crop color:1", first.Height);
        yield return new StudyFigure(
            "histograms", HistogramChart.Draw("crops", crop, first, second), "Color histograms of crops of two images.", "Crops of one image share their histogram.");
        yield return new StudyFigure(
            "histograms-distorted",
            HistogramChart.Draw("crops with color distortion", distorted, first, second),
            "Color histograms of crops of two images, with color distortion.",
            "With distortion they no longer do.");
    }
}
