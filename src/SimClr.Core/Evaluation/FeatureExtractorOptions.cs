using SimClr.Core.Augmentation;
using SimClr.Core.Validation;

namespace SimClr.Core.Evaluation;

/// <summary>Options of <see cref="FeatureExtractor"/>.</summary>
public sealed class FeatureExtractorOptions
{
    /// <summary>Images in one forward pass, at least 1. Default 256.</summary>
    [InRange(1, int.MaxValue)]
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// Threads that read and convert images; the features do not depend on it. Default 0: one per processor. Range 0 to 1024.
    /// </summary>
    [InRange(0, 1024)]
    public int Workers { get; set; }

    /// <summary>
    /// Applied to each image before the encoder. Default null: a <see cref="FeatureExtractor"/> takes the images as they are, while
    /// <c>SimClrPipeline.Extract</c> and a monitor in a training run apply what follows from the training (<c>EvaluationPreprocessing</c>).
    /// </summary>
    /// <remarks>
    /// <see cref="AugmentationPipeline.Identity"/> leaves the images as they are everywhere. An operation that draws random numbers gets
    /// the same ones in every extraction.
    /// </remarks>
    public IAugmentation? Preprocessing { get; set; }

    /// <summary>
    /// Which layers of the network are taken, of which views of each image. Default null: the representation h of the image as it is, but
    /// for a <c>LabelFreeMonitor</c>, which takes the embedding z.
    /// </summary>
    public ReadOut? ReadOut { get; set; }

    /// <summary>
    /// Whether freed memory is kept for the next forward pass, which spares page faults, and goes back to the system at the end of the
    /// extraction. As <c>TrainingOptions.TuneAllocator</c>; on other systems than Linux it has no effect. Default true.
    /// </summary>
    /// <remarks>A <c>KnnMonitor</c> has these options of its own, beside those of the training.</remarks>
    public bool TuneAllocator { get; set; } = true;

    internal FeatureExtractorOptions Copy() => WithDefault(preprocessing: null);

    /// <summary>A copy whose preprocessing is the given one where there is none.</summary>
    internal FeatureExtractorOptions WithDefault(IAugmentation? preprocessing)
    {
        FeatureExtractorOptions copy = (FeatureExtractorOptions)MemberwiseClone();
        copy.Preprocessing ??= preprocessing;
        return copy;
    }
}
