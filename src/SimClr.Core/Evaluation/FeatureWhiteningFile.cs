using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation;

/// <summary>A whitening in a file: two tensors, and their sizes in the metadata.</summary>
internal static class FeatureWhiteningFile
{
    private const int Version = 1;
    private const string Mean = "mean";
    private const string Matrix = "matrix";

    private static readonly EvaluationFile<FeatureWhiteningDescription> File =
        new("whitening of features", "simclr.feature_whitening", EvaluationJson.Default.FeatureWhiteningDescription);

    public static void Write(string path, FeatureWhitening whitening)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new()
        {
            [Mean] = TensorTransfer.ToTensor(whitening.Mean, [whitening.Dimension], CPU),
            [Matrix] = TensorTransfer.ToTensor(whitening.Matrix, [whitening.Dimension, whitening.OutputDimension], CPU),
        };
        File.Write(path, new FeatureWhiteningDescription(Version, whitening.Dimension, whitening.OutputDimension), tensors);
    }

    /// <exception cref="Interop.SafeTensorsException">The file is damaged, or holds no whitening.</exception>
    public static FeatureWhitening Read(string path, Device device) => File.Read(path, Forms, (description, tensors) => Make(description, tensors, device));

    private static Dictionary<string, TensorForm> Forms(FeatureWhiteningDescription description)
    {
        if (description.Version != Version)
            throw new ArgumentException($"Expected version {Version} of its layout, found {description.Version}.");
        if (description.Dimension < 1 || description.OutputDimension < 1)
            throw new ArgumentException($"Expected at least one feature, found {description.Dimension} and {description.OutputDimension}.");
        return new()
        {
            [Mean] = new([description.Dimension], ScalarType.Float32),
            [Matrix] = new([description.Dimension, description.OutputDimension], ScalarType.Float32),
        };
    }

    private static FeatureWhitening Make(FeatureWhiteningDescription description, IReadOnlyDictionary<string, Tensor> tensors, Device device)
    {
        float[] matrix = FeatureSetChecks.Allocate(description.Dimension, description.OutputDimension);
        TensorTransfer.CopyTo(tensors[Matrix], matrix);
        float[] mean = TensorTransfer.ToArray(tensors[Mean]);
        if (FeatureSetChecks.IndexOfNonFinite(mean) >= 0 || FeatureSetChecks.IndexOfNonFinite(matrix) >= 0)
            throw new ArgumentException("All of its numbers must be finite.");
        return new FeatureWhitening(mean, matrix, device);
    }
}
