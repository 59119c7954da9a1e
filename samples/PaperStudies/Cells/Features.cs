using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Representations of images by a trained pipeline.</summary>
internal static class Features
{
    /// <summary>The representations of a source's images, with their labels.</summary>
    public static FeatureSet Extract(
        SimClrPipeline pipeline, int layer, IImageSource source, CellContext context, IAugmentation? preprocessing = null)
        => pipeline.Extract(
            source,
            new FeatureExtractorOptions
            {
                Preprocessing = preprocessing ?? StudyData.Preprocessing,
                Workers = context.Threads,
                ReadOut = new ReadOut { Layers = [layer] },
            },
            context.CancellationToken);
}
