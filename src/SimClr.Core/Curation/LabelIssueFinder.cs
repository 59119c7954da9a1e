using System.Globalization;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Finds labels that are probably wrong: a classifier that has not seen the image disagrees, and so do its neighbors.</summary>
/// <remarks>
/// <para>
/// Linear probes on the vectors give the probabilities, each trained without the images that it judges. As in confident learning (Northcutt,
/// Jiang and Chuang 2021, <i>Confident learning: estimating uncertainty in dataset labels</i>, section 3.1), a probability counts beside the
/// mean probability of its class over the images labeled so, because classifiers are surer of some classes than of others. A label is
/// suspected if another class has the greatest ratio of both.
/// </para>
/// <para>
/// The score is 1 less the mean of the label's probability and its share among the neighbors. Deterministic for a seed. Images without a
/// label neither vote nor are judged, nor are those of a class with fewer images than there are folds.
/// </para>
/// </remarks>
public static class LabelIssueFinder
{
    /// <summary>Judges every label, and reports the suspected ones.</summary>
    /// <param name="images">At least two classes with two images or more.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="neighbors">
    /// Neighbors of each image within the set, as <see cref="NeighborGraph.Within"/> finds them, at least as many as the options ask for. Null
    /// searches for them; the result is the same. Where some images are not judged they do not serve: only judged ones vote.
    /// </param>
    /// <param name="progress">Gets the folds that are done, and all.</param>
    /// <param name="cancellationToken">Stops between two folds.</param>
    /// <exception cref="ArgumentException">There are no labels, fewer than two classes, a vector is not finite, or the neighbors are of other images, or too few.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static LabelReport Find(
        EmbeddingSet images,
        LabelIssueOptions? options = null,
        Neighbors? neighbors = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = OptionsGuard.Validate(options ?? new LabelIssueOptions(), new LabelIssueOptionsValidator());
        Neighbors? known = neighbors is null
            ? null
            : CurationChecks.NearestWithin(neighbors, images.Count, Math.Min(options.NeighborCount, images.Count - 1));
        int[] judged = Judged(images, options.Folds);
        FeatureSet features = Features(images, judged);
        if (features.Labels.ToArray().Distinct().Count() < 2)
            throw new ArgumentException($"Expected labels of at least two classes with {options.Folds} images or more, found fewer.", nameof(images));
        float[] probabilities = OutOfFoldProbe.Run(features, options, progress, cancellationToken);
        neighbors = known is not null && judged.Length == images.Count
            ? known
            : new NeighborSearch(features).FindWithinBank(Math.Min(options.NeighborCount, features.Count - 1));
        return Report(images, judged, new LabelEvidence(features, probabilities, neighbors), options.Threshold);
    }

    /// <summary>Whether there are labels to judge: at least two classes of as many images as there are folds.</summary>
    /// <param name="images">Any set.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static bool CanJudge(EmbeddingSet images, LabelIssueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        int folds = OptionsGuard.Validate(options ?? new LabelIssueOptions(), new LabelIssueOptionsValidator()).Folds;
        return Sizes(images).Values.Count(size => size >= folds) >= 2;
    }

    private static Dictionary<int, int> Sizes(EmbeddingSet images)
    {
        Dictionary<int, int> sizes = [];
        for (int i = 0; i < images.Count; i++)
        {
            if (images.GetLabel(i) is { } label)
                sizes[label] = sizes.GetValueOrDefault(label) + 1;
        }

        return sizes;
    }

    private static int[] Judged(EmbeddingSet images, int folds)
    {
        Dictionary<int, int> sizes = Sizes(images);
        int[] judged = [.. Enumerable.Range(0, images.Count).Where(i => images.GetLabel(i) is { } label && sizes[label] >= folds)];
        return judged.Length > 0
            ? judged
            : throw new ArgumentException($"Expected classes of at least {folds} images, as many as there are folds, found none.", nameof(images));
    }

    private static FeatureSet Features(EmbeddingSet images, int[] judged)
    {
        float[] values = FeatureSetChecks.Allocate(judged.Length, images.Dimension);
        int[] labels = new int[judged.Length];
        for (int i = 0; i < judged.Length; i++)
        {
            images.Row(judged[i]).CopyTo(values.AsSpan(i * images.Dimension));
            labels[i] = images.GetLabel(judged[i])!.Value;
        }

        return new FeatureSet(values, images.Dimension, labels, images.ClassNames);
    }

    private static LabelReport Report(EmbeddingSet images, int[] judged, LabelEvidence evidence, double threshold)
    {
        List<LabelIssue> issues = [];
        double?[] scores = new double?[images.Count];
        for (int i = 0; i < judged.Length; i++)
        {
            double score = evidence.Score(i);
            scores[judged[i]] = score;
            if (evidence.Suggested(i) is not { } suggested || score < threshold)
                continue;
            int label = images.GetLabel(judged[i])!.Value;
            (double probability, double share) = (evidence.Probability(i, label), evidence.NeighborShare(i, label));
            issues.Add(new LabelIssue
            {
                Index = judged[i],
                Path = images.GetPath(judged[i]),
                Label = label,
                Suggested = suggested,
                Score = score,
                Probability = probability,
                NeighborShare = share,
                Reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"labeled {Name(images, label)}, looks like {Name(images, suggested)}: the label has probability {probability:0.00} and {share:0 %} of the neighbors"),
            });
        }

        return new LabelReport([.. issues.OrderByDescending(issue => issue.Score)], scores, evidence.ProbeAccuracy());
    }

    private static string Name(EmbeddingSet images, int label)
        => label < images.ClassNames.Count ? images.ClassNames[label] : label.ToString(CultureInfo.InvariantCulture);
}
