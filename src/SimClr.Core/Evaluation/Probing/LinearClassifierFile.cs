using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>A linear classifier in a file: the tensors of PyTorch's <c>nn.Linear</c>, and a description in the metadata.</summary>
internal static class LinearClassifierFile
{
    private const int Version = 1;
    private const string Weight = "weight";
    private const string Bias = "bias";

    private static readonly EvaluationFile<LinearClassifierDescription> File =
        new("linear classifier", "simclr.linear_classifier", EvaluationJson.Default.LinearClassifierDescription);

    public static void Write(string path, LinearClassifier classifier)
    {
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> tensors = new()
        {
            [Weight] = TensorTransfer.ToTensor(classifier.Weights, [classifier.ClassCount, classifier.Dimension], CPU),
            [Bias] = TensorTransfer.ToTensor(classifier.Bias, [classifier.ClassCount], CPU),
        };
        LinearClassifierDescription description = new(
            Version,
            classifier.ClassCount,
            classifier.Dimension,
            [.. classifier.ClassNames],
            classifier.L2,
            classifier.Converged,
            [.. classifier.Candidates]);
        File.Write(path, description, tensors);
    }

    /// <exception cref="Interop.SafeTensorsException">The file is damaged, or holds no linear classifier.</exception>
    public static LinearClassifier Read(string path, Device device) => File.Read(path, Forms, (description, tensors) => Make(description, tensors, device));

    private static Dictionary<string, TensorForm> Forms(LinearClassifierDescription description)
    {
        if (description.Version != Version)
            throw new ArgumentException($"Expected version {Version} of its layout, found {description.Version}.");
        if (description.ClassCount < 1 || description.Dimension < 1)
            throw new ArgumentException($"Expected at least one class and one feature, found {description.ClassCount} and {description.Dimension}.");
        if (description.ClassNames.Count != 0 && description.ClassNames.Count != description.ClassCount)
            throw new ArgumentException($"Expected {description.ClassCount} names of classes or none, found {description.ClassNames.Count}.");
        return new()
        {
            [Weight] = new([description.ClassCount, description.Dimension], ScalarType.Float32),
            [Bias] = new([description.ClassCount], ScalarType.Float32),
        };
    }

    private static LinearClassifier Make(LinearClassifierDescription description, IReadOnlyDictionary<string, Tensor> tensors, Device device)
    {
        float[] weights = FeatureSetChecks.Allocate(description.ClassCount, description.Dimension);
        TensorTransfer.CopyTo(tensors[Weight], weights);
        float[] bias = TensorTransfer.ToArray(tensors[Bias]);
        if (FeatureSetChecks.IndexOfNonFinite(weights) is >= 0 and var at)
            throw new ArgumentException($"Weight {at % description.Dimension} of class {at / description.Dimension} is {weights[at]}; all must be finite.");
        // A class without a training image has negative infinity.
        if (Array.FindIndex(bias, value => !float.IsFinite(value) && !float.IsNegativeInfinity(value)) is >= 0 and var wrong)
            throw new ArgumentException($"The bias of class {wrong} is {bias[wrong]}; it must be finite, or negative infinity.");
        return new LinearClassifier(weights, bias, device)
        {
            L2 = description.L2,
            Candidates = description.Candidates,
            Converged = description.Converged,
            ClassNames = description.ClassNames,
        };
    }
}
