using SimClr.Core.Augmentation;
using SimClr.Core.Interop.Onnx;

namespace SimClr.Core.FineTuning;

/// <summary>Classifiers as files for other runtimes.</summary>
public static class ImageClassifierExtensions
{
    /// <summary>
    /// Writes the whole network, encoder, layers of the head and linear layer, as an ONNX file, all or nothing: images to the output
    /// <c>scores</c>, [N, classes], the logits. The names of the classes, if they are known, are in the metadata.
    /// </summary>
    /// <remarks>
    /// If a <see cref="FineTuner"/> trained the classifier, <see cref="OnnxExportOptions.Preprocessing"/> is its
    /// <see cref="ImageClassifier.Preprocessing"/> for the size of its images. Otherwise that, or a size, must be set.
    /// </remarks>
    /// <param name="classifier">Borrowed; exported as it is in evaluation mode.</param>
    /// <param name="path">The file, by convention <c>.onnx</c>; its folder must exist. What was there is replaced.</param>
    /// <param name="configure">
    /// Changes the options, to set the size of the images or to add <see cref="OnnxExportOptions.Layers"/> say; null, the default, leaves
    /// them.
    /// </param>
    /// <example>
    /// <code>
    /// using ImageClassifier classifier = tuner.Fit(simclr.Model, simclr.CreateEncoder, labeled);
    /// classifier.ExportOnnx("classifier.onnx");
    /// </code>
    /// </example>
    /// <inheritdoc cref="OnnxExporter.Save(Models.SimClrModel, string, OnnxExportOptions)" path="/exception"/>
    /// <exception cref="ObjectDisposedException">The classifier has been disposed.</exception>
    public static void ExportOnnx(this ImageClassifier classifier, string path, Action<OnnxExportOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        OnnxExportOptions options = new()
        {
            Preprocessing = classifier is { Preprocessing: { } steps, InputShape: { } shape } ? ImagePreprocessing.Of(steps, shape) : null,
            Layers = [],
            Classifier = classifier.ToLinearClassifier(),
            ClassifierLayers = [classifier.ProjectionHead?.LayerDimensions.Count ?? 0],
        };
        configure?.Invoke(options);
        OnnxExporter.Save(classifier, classifier.Encoder, classifier.ProjectionHead, path, options);
    }
}
