using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Studies;
using SimClr.Core.Samples.Pictures;

namespace SimClr.Core.Samples.PaperStudies.Figures;

/// <summary>The paper's Figure 6: histograms of crops of two images, without and with color distortion.</summary>
internal static class HistogramFigure
{
    public static byte[] Draw(StudyPlan plan)
    {
        Image first = plan.Data.Training.Read(0), second = plan.Data.Training.Read(plan.Data.Training.Count / 2);
        AugmentationPipeline crop = Operations.Parse("crop", first.Height), distorted = Operations.Parse("crop color:1", first.Height);
        return HistogramChart.Draw(
        [
            ("image A, crops", first, crop),
            ("image B, crops", second, crop),
            ("image A, crops + color", first, distorted),
            ("image B, crops + color", second, distorted),
        ]);
    }
}
