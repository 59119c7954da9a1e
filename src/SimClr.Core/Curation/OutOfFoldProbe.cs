using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Curation;

/// <summary>Class probabilities of each image by a classifier that was trained without it.</summary>
internal static class OutOfFoldProbe
{
    /// <summary>The probabilities, [n, C] row by row; a row's sum is 1.</summary>
    /// <param name="features">Labeled features of at least two classes.</param>
    /// <param name="options">Valid.</param>
    /// <param name="progress">Gets the parts that are done, and all.</param>
    /// <param name="cancellationToken">Stops between two parts.</param>
    public static float[] Run(
        FeatureSet features, LabelIssueOptions options, IProgress<(long Done, long All)>? progress, CancellationToken cancellationToken)
    {
        int[] folds = Folds(features, options);
        float[] probabilities = FeatureSetChecks.Allocate(features.Count, features.ClassCount);
        for (int fold = 0; fold < options.Folds; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] judged = [.. Enumerable.Range(0, features.Count).Where(i => folds[i] == fold)];
            int[] known = [.. Enumerable.Range(0, features.Count).Where(i => folds[i] != fold)];
            if (judged.Length > 0)
            {
                LinearClassifier classifier = LinearProbe.Fit(features.Subset(known), options.Probe);
                float[] scores = classifier.Scores(features.Subset(judged));
                for (int i = 0; i < judged.Length; i++)
                    Softmax(scores.AsSpan(i * features.ClassCount, features.ClassCount), probabilities.AsSpan(judged[i] * features.ClassCount));
            }

            progress?.Report((fold + 1, options.Folds));
        }

        return probabilities;
    }

    // The images of each class in turn, so that every part has as many of a class as any other, but for one.
    private static int[] Folds(FeatureSet features, LabelIssueOptions options)
    {
        int[] folds = new int[features.Count];
        foreach (int[] members in ShuffledClasses.Of(features.Labels.ToArray(), options.Seed))
        {
            for (int i = 0; i < members.Length; i++)
                folds[members[i]] = i % options.Folds;
        }

        return folds;
    }

    private static void Softmax(ReadOnlySpan<float> scores, Span<float> probabilities)
    {
        float greatest = float.NegativeInfinity;
        foreach (float score in scores)
            greatest = Math.Max(greatest, score);
        double sum = 0;
        foreach (float score in scores)
            sum += Math.Exp(score - greatest);
        for (int i = 0; i < scores.Length; i++)
            probabilities[i] = (float)(Math.Exp(scores[i] - greatest) / sum);
    }
}
