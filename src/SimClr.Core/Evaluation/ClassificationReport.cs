namespace SimClr.Core.Evaluation;

/// <summary>How predictions compare with labels: accuracy, accuracy of each class, and which class is taken for which.</summary>
/// <remarks>Immutable; may be read by any number of threads.</remarks>
public sealed class ClassificationReport
{
    private readonly int[] _confusion;

    /// <summary>Counts predictions against labels.</summary>
    /// <param name="labels">The true classes, [n], each in [0, <paramref name="classCount"/>).</param>
    /// <param name="predictions">The predicted classes, [n], in the same range.</param>
    /// <param name="classCount">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, are 0, or a class is out of range; the message names the image.</exception>
    public ClassificationReport(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classCount);
        if (labels.Length == 0 || labels.Length != predictions.Length)
        {
            throw new ArgumentException(
                "Expected one prediction for each of at least one label, "
                + $"found {labels.Length} labels and {predictions.Length} predictions.",
                nameof(predictions));
        }

        Count = labels.Length;
        ClassCount = classCount;
        _confusion = new int[checked(classCount * classCount)];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount || (uint)predictions[i] >= (uint)classCount)
            {
                throw new ArgumentException(
                    $"Image {i} has label {labels[i]} and prediction {predictions[i]}; both must be in [0, {classCount}).",
                    nameof(labels));
            }

            _confusion[labels[i] * classCount + predictions[i]]++;
        }
    }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount { get; }

    /// <summary>The part of the images whose class is predicted correctly, in [0, 1].</summary>
    public double Accuracy => (double)Enumerable.Range(0, ClassCount).Sum(label => Confusion(label, label)) / Count;

    /// <summary>Number of images of one class that are taken for another (or the same): an entry of the confusion matrix.</summary>
    /// <param name="label">The true class, in [0, <see cref="ClassCount"/>).</param>
    /// <param name="prediction">The predicted class, in the same range.</param>
    public int Confusion(int label, int prediction) => ClassRow(label)[prediction];

    /// <summary>The part of one class's images that is predicted correctly, in [0, 1]; NaN where the class has no image.</summary>
    /// <param name="label">The true class, in [0, <see cref="ClassCount"/>).</param>
    public double ClassAccuracy(int label)
    {
        int images = 0;
        foreach (int taken in ClassRow(label))
            images += taken;
        return (double)Confusion(label, label) / images;
    }

    /// <summary>
    /// The part of the images whose true class is among the k of greatest score, in [0, 1]; of equal scores the lower class counts as
    /// greater.
    /// </summary>
    /// <param name="scores">One score a class, [n, C] row by row; more is likelier.</param>
    /// <param name="labels">The true classes, [n], each in [0, C).</param>
    /// <param name="k">At least 1; 1 gives plain accuracy.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, or a label is out of range.</exception>
    public static double TopKAccuracy(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        if (labels.Length == 0 || scores.Length == 0 || scores.Length % labels.Length != 0)
        {
            throw new ArgumentException(
                "Expected the same number of scores for each of at least one label, "
                + $"found {scores.Length} scores and {labels.Length} labels.",
                nameof(scores));
        }

        int classes = scores.Length / labels.Length;
        int hits = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                throw new ArgumentException($"Label {labels[i]} of image {i} is not in [0, {classes}).", nameof(labels));
            if (Rank(scores.Slice(i * classes, classes), labels[i]) < k)
                hits++;
        }

        return (double)hits / labels.Length;
    }

    private static int Rank(ReadOnlySpan<float> scores, int label)
    {
        int better = 0;
        for (int other = 0; other < scores.Length; other++)
            if (scores[other] > scores[label] || (scores[other] == scores[label] && other < label))
                better++;
        return better;
    }

    private ReadOnlySpan<int> ClassRow(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, ClassCount);
        return _confusion.AsSpan(label * ClassCount, ClassCount);
    }
}
