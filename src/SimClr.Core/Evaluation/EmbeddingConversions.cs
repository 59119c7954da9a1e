using SimClr.Core.Embeddings;

namespace SimClr.Core.Evaluation;

/// <summary>Between what embedders give, with paths and model, and what evaluation takes.</summary>
public static class EmbeddingConversions
{
    /// <summary>The vectors as features, for a classifier, a probe or a measure; copied. Paths and model are left out.</summary>
    /// <param name="embeddings">The vectors.</param>
    /// <returns>With labels if every image has one.</returns>
    /// <exception cref="ArgumentException">The vectors exceed the longest array, or one of a set of <see cref="EmbeddingSet.Open"/> is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The set is one of <see cref="EmbeddingSet.Open"/>, and has been disposed.</exception>
    public static FeatureSet ToFeatureSet(this EmbeddingSet embeddings)
    {
        ArgumentNullException.ThrowIfNull(embeddings);
        float[] values = FeatureSetChecks.Allocate(embeddings.Count, embeddings.Dimension);
        int[] labels = new int[embeddings.Count];
        bool hasLabels = embeddings.HasLabels;
        for (int index = 0; index < embeddings.Count; index++)
        {
            embeddings.Row(index).CopyTo(values.AsSpan(index * embeddings.Dimension));
            int? label = embeddings.GetLabel(index);
            hasLabels &= label is not null;
            labels[index] = label ?? 0;
        }

        return new FeatureSet(values, embeddings.Dimension, hasLabels ? labels : null, embeddings.ClassNames);
    }

    /// <summary>Features as embeddings, for a file that other programs read; copied.</summary>
    /// <param name="features">The features.</param>
    /// <param name="paths">A file for each image; null if they have none.</param>
    /// <param name="modelId">What made the features; null if that is not known.</param>
    /// <exception cref="ArgumentException">There are more or fewer paths than images, or a text holds the character U+0000.</exception>
    public static EmbeddingSet ToEmbeddingSet(this FeatureSet features, IReadOnlyList<string?>? paths = null, string? modelId = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        int?[]? labels = null;
        if (features.HasLabels)
        {
            labels = new int?[features.Count];
            for (int index = 0; index < labels.Length; index++)
                labels[index] = features.Labels[index];
        }

        return new EmbeddingSet(features.Values.ToArray(), features.Dimension, paths, labels, features.ClassNames, modelId);
    }
}
