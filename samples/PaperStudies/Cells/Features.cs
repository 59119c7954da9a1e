using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Representations of images by a pretrained model.</summary>
internal static class Features
{
    /// <summary>The representations of a source's images, with their labels.</summary>
    public static FeatureSet Extract(SimClrModel model, Layer layer, IImageSource source, CellContext context, IAugmentation? preprocessing = null)
    {
        FeatureExtractor extractor = new(model.Encoder, new FeatureExtractorOptions
        {
            Preprocessing = preprocessing ?? StudyData.Preprocessing,
            Workers = context.Threads,
        });
        FeatureSet h = extractor.Extract(source, context.CancellationToken);
        return layer == Layer.Encoder ? h : Project(model.ProjectionHead, h);
    }

    private static FeatureSet Project(ProjectionHead head, FeatureSet h)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        head.eval();
        // h: [n, F] -> z: [n, D]
        Tensor z = head.call(tensor(h.Values.ToArray(), [h.Count, h.Dimension]));
        return new FeatureSet(z.data<float>().ToArray(), (int)z.shape[1], h.HasLabels ? h.Labels.ToArray() : null, h.ClassNames);
    }
}
