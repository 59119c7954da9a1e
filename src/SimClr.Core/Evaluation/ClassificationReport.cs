namespace SimClr.Core.Evaluation;

/// <summary>
/// How predictions compare with labels: accuracy, top-k accuracy, precision, recall and F1 of each class and their means, and which class
/// is taken for which.
/// </summary>
/// <remarks>Immutable; may be read by any number of threads.</remarks>
public sealed class ClassificationReport
{
    private readonly int[] _confusion;
    private readonly int[]? _ranks;

    /// <summary>Counts predictions against labels.</summary>
    /// <param name="labels">The true classes, [n], each in [0, <paramref name="classCount"/>).</param>
    /// <param name="predictions">The predicted classes, [n], in the same range.</param>
    /// <param name="classCount">Number of classes, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, are 0, or a class is out of range; the message names the image.</exception>
    public ClassificationReport(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classCount)
        : this(labels, predictions, classCount, ranks: null)
    {
    }

    /// <param name="labels">As for the public constructor.</param>
    /// <param name="predictions">As for the public constructor.</param>
    /// <param name="classCount">As for the public constructor.</param>
    /// <param name="ranks">How many classes are ahead of the true one, [n]; null where nobody knows. Not copied.</param>
    internal ClassificationReport(ReadOnlySpan<int> labels, ReadOnlySpan<int> predictions, int classCount, int[]? ranks)
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
        _ranks = ranks;
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

    /// <summary>The part of the images whose class is predicted correctly, in [0, 1]: top-1 accuracy.</summary>
    public double Accuracy => (double)Enumerable.Range(0, ClassCount).Sum(label => Confusion(label, label)) / Count;

    /// <summary>
    /// The mean of the accuracies of the classes that have images, in [0, 1]: balanced accuracy, mean per-class accuracy. Every class
    /// counts alike, whatever its number of images.
    /// </summary>
    public double MeanClassAccuracy
        => Enumerable.Range(0, ClassCount).Where(label => Images(label) > 0).Average(ClassAccuracy);

    /// <summary>
    /// The mean precision, in [0, 1], of the classes that occur among labels or predictions; of one never predicted it is 0.
    /// </summary>
    public double MacroPrecision => Macro(Precision);

    /// <summary>The mean recall, in [0, 1], of the classes that occur among labels or predictions; of one without images it is 0.</summary>
    public double MacroRecall => Macro(ClassAccuracy);

    /// <summary>The mean of F1, in [0, 1], of the classes that occur among labels or predictions.</summary>
    public double MacroF1 => Macro(F1);

    /// <summary>Whether the scores of all classes are known, so that there is a <see cref="TopKAccuracy(int)"/>.</summary>
    public bool HasScores => _ranks is not null;

    /// <summary>Counts the predictions that scores make: the class of the greatest score, of equal ones the lowest.</summary>
    /// <param name="scores">One score a class, [n, C] row by row, none NaN; more is likelier.</param>
    /// <param name="labels">
    /// The true classes, [n], each in [0, <paramref name="classCount"/>); one that has no score, of C and above, is never predicted.
    /// </param>
    /// <param name="classCount">Number of classes, at least C.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is out of range, or a score is NaN.</exception>
    public static ClassificationReport FromScores(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classCount)
    {
        int classes = ScoresPerImage(scores, labels);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, classes);
        int[] predictions = new int[labels.Length];
        int[] ranks = new int[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classCount)
                throw new ArgumentException($"Label {labels[i]} of image {i} is not in [0, {classCount}).", nameof(labels));
            ReadOnlySpan<float> ofImage = scores.Slice(i * classes, classes);
            (predictions[i], ranks[i]) = (ClassRank.First(ofImage), ClassRank.Of(ofImage, labels[i]));
        }

        return new ClassificationReport(labels, predictions, classCount, ranks);
    }

    /// <summary>Number of images of one class that are taken for another (or the same): an entry of the confusion matrix.</summary>
    /// <param name="label">The true class, in [0, <see cref="ClassCount"/>).</param>
    /// <param name="prediction">The predicted class, in the same range.</param>
    public int Confusion(int label, int prediction) => ClassRow(label)[prediction];

    /// <summary>
    /// The part of one class's images that is predicted correctly, in [0, 1]: its recall. NaN where the class has no image.
    /// </summary>
    /// <param name="label">The true class, in [0, <see cref="ClassCount"/>).</param>
    public double ClassAccuracy(int label) => (double)Confusion(label, label) / Images(label);

    /// <summary>The part of what is taken for one class that is of it, in [0, 1]; NaN where nothing is taken for it.</summary>
    /// <param name="label">The class, in [0, <see cref="ClassCount"/>).</param>
    public double Precision(int label) => (double)Confusion(label, label) / Predictions(label);

    /// <summary>
    /// The harmonic mean of a class's precision and recall, in [0, 1]; NaN where it occurs neither among labels nor predictions.
    /// </summary>
    /// <param name="label">The class, in [0, <see cref="ClassCount"/>).</param>
    public double F1(int label) => 2.0 * Confusion(label, label) / (Images(label) + Predictions(label));

    /// <summary>The part of the images whose true class is among the k of greatest score, in [0, 1].</summary>
    /// <param name="k">At least 1; 1 gives the accuracy.</param>
    /// <exception cref="InvalidOperationException">The report was made of predictions alone.</exception>
    public double TopKAccuracy(int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        return _ranks is null
            ? throw new InvalidOperationException(
                $"A report of predictions alone knows no top-{k} accuracy: make it with {nameof(FromScores)} or a classifier's Evaluate.")
            : (double)_ranks.Count(rank => rank < k) / Count;
    }

    /// <summary>
    /// The part of the images whose true class is among the k of greatest score, in [0, 1]; of equal scores the lower class counts as
    /// greater.
    /// </summary>
    /// <param name="scores">One score a class, [n, C] row by row, none NaN; more is likelier.</param>
    /// <param name="labels">The true classes, [n], each in [0, C).</param>
    /// <param name="k">At least 1; 1 gives plain accuracy.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is out of range, or a score is NaN.</exception>
    public static double TopKAccuracy(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        int classes = ScoresPerImage(scores, labels);
        int hits = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] >= (uint)classes)
                throw new ArgumentException($"Label {labels[i]} of image {i} is not in [0, {classes}).", nameof(labels));
            if (ClassRank.Of(scores.Slice(i * classes, classes), labels[i]) < k)
                hits++;
        }

        return (double)hits / labels.Length;
    }

    private static int ScoresPerImage(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (labels.Length == 0 || scores.Length == 0 || scores.Length % labels.Length != 0)
        {
            throw new ArgumentException(
                "Expected the same number of scores for each of at least one label, "
                + $"found {scores.Length} scores and {labels.Length} labels.",
                nameof(scores));
        }

        int classes = scores.Length / labels.Length;
        ClassRank.RequireNumbers(scores, classes, nameof(scores));
        return classes;
    }

    private double Macro(Func<int, double> measure) => Enumerable.Range(0, ClassCount)
        .Where(label => Images(label) + Predictions(label) > 0)
        .Average(label => measure(label) is var value && double.IsNaN(value) ? 0 : value);

    private int Images(int label)
    {
        int images = 0;
        foreach (int taken in ClassRow(label))
            images += taken;
        return images;
    }

    private int Predictions(int prediction)
    {
        int images = 0;
        for (int label = 0; label < ClassCount; label++)
            images += Confusion(label, prediction);
        return images;
    }

    private ReadOnlySpan<int> ClassRow(int label)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, ClassCount);
        return _confusion.AsSpan(label * ClassCount, ClassCount);
    }
}
