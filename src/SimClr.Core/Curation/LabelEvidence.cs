using SimClr.Core.Evaluation;

namespace SimClr.Core.Curation;

/// <summary>What speaks for and against each label: probabilities of a classifier that has not seen the image, and its neighbors.</summary>
internal sealed class LabelEvidence
{
    private readonly FeatureSet _features;
    private readonly float[] _probabilities;
    private readonly Neighbors _neighbors;
    private readonly double[] _usual;

    /// <param name="features">Labeled.</param>
    /// <param name="probabilities">[n, C].</param>
    /// <param name="neighbors">Of each image.</param>
    public LabelEvidence(FeatureSet features, float[] probabilities, Neighbors neighbors)
    {
        (_features, _probabilities, _neighbors) = (features, probabilities, neighbors);
        _usual = UsualProbabilities();
    }

    public double Probability(int image, int label) => _probabilities[image * _features.ClassCount + label];

    /// <summary>The part of an image's neighbors that has a label.</summary>
    public double NeighborShare(int image, int label)
    {
        int count = 0;
        foreach (int neighbor in _neighbors.Indices(image))
            count += _features.Labels[neighbor] == label ? 1 : 0;
        return (double)count / _neighbors.Count;
    }

    /// <summary>In [0, 1]: 1 if nothing speaks for the image's label.</summary>
    public double Score(int image)
    {
        int label = _features.Labels[image];
        return Math.Clamp(1 - (Probability(image, label) + NeighborShare(image, label)) / 2, 0, 1);
    }

    /// <summary>The class whose probability is highest beside the usual one of that class, if that is not the image's label; else null.</summary>
    public int? Suggested(int image)
    {
        int best = 0;
        for (int label = 1; label < _features.ClassCount; label++)
        {
            if (Probability(image, label) / _usual[label] > Probability(image, best) / _usual[best])
                best = label;
        }

        return best == _features.Labels[image] ? null : best;
    }

    /// <summary>The part of the labels that are the most probable class.</summary>
    public double ProbeAccuracy()
    {
        int agreed = 0;
        for (int image = 0; image < _features.Count; image++)
        {
            ReadOnlySpan<float> row = _probabilities.AsSpan(image * _features.ClassCount, _features.ClassCount);
            agreed += ClassRank.First<float>(row) == _features.Labels[image] ? 1 : 0;
        }

        return (double)agreed / _features.Count;
    }

    // The mean probability of each class over the images with that label; a class without images is never likely.
    private double[] UsualProbabilities()
    {
        double[] sums = new double[_features.ClassCount];
        int[] counts = new int[_features.ClassCount];
        for (int image = 0; image < _features.Count; image++)
        {
            int label = _features.Labels[image];
            sums[label] += Probability(image, label);
            counts[label]++;
        }

        return [.. sums.Select((sum, label) => counts[label] > 0 ? sum / counts[label] : double.PositiveInfinity)];
    }
}
