using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Evaluation.Probing;

/// <summary>
/// A linear classifier of features, as <see cref="LinearProbe"/> and <see cref="SgdLinearProbe"/> fit it: scores = h W' + b.
/// </summary>
/// <remarks>Lives in managed memory, so nothing needs to be disposed. Immutable; may be used by several threads.</remarks>
public sealed class LinearClassifier
{
    private const int BlockRows = 8192;

    private readonly float[] _weights;
    private readonly float[] _bias;
    private readonly Device _device;

    internal LinearClassifier(float[] weights, float[] bias, Device device)
    {
        _weights = weights;
        _bias = bias;
        _device = device;
        Dimension = weights.Length / bias.Length;
    }

    /// <summary>F, the number of features of an image.</summary>
    public int Dimension { get; }

    /// <summary>C, the number of classes of the training set.</summary>
    public int ClassCount => _bias.Length;

    /// <summary>Names of the classes, by label; empty, the default, where they have none.</summary>
    public IReadOnlyList<string> ClassNames { get; init; } = [];

    /// <summary>W, [C, F] row by row, for features as they are (not standardized).</summary>
    public ReadOnlySpan<float> Weights => _weights;

    /// <summary>b, [C]; negative infinity for a class without a training image, which is never predicted.</summary>
    public ReadOnlySpan<float> Bias => _bias;

    /// <summary>The weight of the penalty that was chosen; of SGD its weight decay.</summary>
    public required double L2 { get; init; }

    /// <summary>What was tried, from the strongest to the weakest, with its accuracy on the validation split; empty after SGD.</summary>
    public required IReadOnlyList<LinearProbeCandidate> Candidates { get; init; }

    /// <summary>False where the final fit was ended by the bound on its iterations; SGD always comes to the end of its schedule.</summary>
    public required bool Converged { get; init; }

    /// <summary>
    /// One score a class and image, [n, C] row by row: the logarithm of the class's probability but for a constant of each image.
    /// </summary>
    /// <param name="features">Features of dimension F.</param>
    /// <exception cref="ArgumentException">The dimension differs.</exception>
    public float[] Scores(FeatureSet features)
    {
        FeatureSetChecks.RequireDimension(features, Dimension, nameof(features));
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        // W: [C, F], b: [C, 1]
        Tensor weights = TensorTransfer.ToTensor(_weights, [ClassCount, Dimension], _device);
        Tensor bias = TensorTransfer.ToTensor(_bias, [ClassCount, 1], _device);
        float[] scores = FeatureSetChecks.Allocate(features.Count, ClassCount);
        for (int first = 0; first < features.Count; first += BlockRows)
        {
            using DisposeScope block = NewDisposeScope();
            Range rows = first..Math.Min(first + BlockRows, features.Count);
            Tensor x = FeatureTensors.ToTensor(features, rows, _device);
            TensorTransfer.CopyTo(weights.mm(x.t()).add(bias, Scalars.One).t(), scores.AsSpan(first * ClassCount));
        }

        return scores;
    }

    /// <summary>The class of the greatest score for each image, [n]; of equal ones the lowest.</summary>
    /// <inheritdoc cref="Scores"/>
    public int[] Predict(FeatureSet features)
    {
        float[] scores = Scores(features);
        int[] predictions = new int[features.Count];
        for (int i = 0; i < predictions.Length; i++)
            predictions[i] = ClassRank.First<float>(scores.AsSpan(i * ClassCount, ClassCount));
        return predictions;
    }

    /// <summary>Classifies a labeled set and compares with its labels; the report has top-k accuracies, too.</summary>
    /// <param name="test">Labeled features of dimension F.</param>
    /// <exception cref="ArgumentException">The dimension differs, or there are no labels.</exception>
    public ClassificationReport Evaluate(FeatureSet test)
    {
        FeatureSetChecks.RequireLabels(test, nameof(test));
        return ClassificationReport.FromScores(Scores(test), test.Labels, Math.Max(ClassCount, test.ClassCount));
    }

    /// <summary>The part of a labeled set that is classified correctly, in [0, 1].</summary>
    /// <inheritdoc cref="Evaluate"/>
    public double Accuracy(FeatureSet test) => Evaluate(test).Accuracy;

    /// <summary>The part of a labeled set whose class is among the k of greatest score, in [0, 1].</summary>
    /// <param name="test">Labeled features of dimension F; no label beyond the training set's classes.</param>
    /// <param name="k">At least 1.</param>
    /// <exception cref="ArgumentException">The dimension differs, there are no labels, or one is out of range.</exception>
    public double TopKAccuracy(FeatureSet test, int k)
        => ClassificationReport.TopKAccuracy(Scores(test), FeatureSetChecks.RequireLabels(test, nameof(test)), k);

    /// <summary>
    /// Writes the classifier as safetensors, all or nothing: <c>weight</c> [C, F] and <c>bias</c> [C], as of PyTorch's
    /// <c>nn.Linear</c>, and the rest as JSON in the metadata.
    /// </summary>
    /// <param name="path">The file, by convention <c>.safetensors</c>; its folder must exist.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path) => LinearClassifierFile.Write(path, this);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">Where it computes; the CPU if null.</param>
    /// <exception cref="Interop.SafeTensorsException">
    /// The file is damaged, or is no such file; the message says what was expected, and what was found.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static LinearClassifier Load(string path, Device? device = null) => LinearClassifierFile.Read(path, device ?? CPU);
}
