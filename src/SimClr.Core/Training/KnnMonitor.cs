using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;

namespace SimClr.Core.Training;

/// <summary>
/// Watches a representation during training: kNN accuracy of labelled queries against a labelled bank, by their features.
/// </summary>
public sealed class KnnMonitor
{
    private readonly IImageSource _bank;
    private readonly IImageSource _queries;
    private readonly KnnOptions _knn;
    private readonly FeatureExtractorOptions _extraction;

    /// <summary>Creates a monitor.</summary>
    /// <param name="bank">Labelled images whose labels vote.</param>
    /// <param name="queries">Labelled images to classify; a validation split, not the test set.</param>
    /// <param name="knn">Defaults where null.</param>
    /// <param name="extraction">
    /// Defaults where null. Without a <see cref="FeatureExtractorOptions.Preprocessing"/> the training run's
    /// <see cref="ContrastiveTrainer.EvaluationPreprocessing"/> is applied.
    /// </param>
    public KnnMonitor(IImageSource bank, IImageSource queries, KnnOptions? knn = null, FeatureExtractorOptions? extraction = null)
    {
        ArgumentNullException.ThrowIfNull(bank);
        ArgumentNullException.ThrowIfNull(queries);
        (_bank, _queries, _knn, _extraction) = (bank, queries, knn ?? new KnnOptions(), extraction ?? new FeatureExtractorOptions());
    }

    /// <summary>True where this monitor's own options say how images are prepared.</summary>
    internal bool HasPreprocessing => _extraction.Preprocessing is not null;

    /// <summary>Accuracy in [0, 1] of the encoder as it is; its mode and statistics are left as they were.</summary>
    /// <param name="encoder">The encoder; borrowed.</param>
    /// <param name="preprocessing">
    /// How images are prepared where the monitor's own options do not say; null, the default, leaves them as they are. A trainer passes its
    /// <see cref="ContrastiveTrainer.EvaluationPreprocessing"/>.
    /// </param>
    public double Measure(Encoder encoder, IAugmentation? preprocessing = null)
    {
        FeatureExtractor extractor = new(encoder, _extraction.WithDefault(preprocessing));
        return new KnnClassifier(extractor.Extract(_bank), _knn).Accuracy(extractor.Extract(_queries));
    }
}
