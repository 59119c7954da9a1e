using SimClr.Core.Validation;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Weighted k-nearest-neighbor classification: the nearest labeled images vote, each with weight exp(s/T), s the cosine similarity.
/// </summary>
/// <remarks>
/// Wu et al. 2018, <i>Unsupervised feature learning via non-parametric instance discrimination</i>, section 3.4. Nothing is trained, so it
/// shows quickly how good a representation is. Keeps no tensors between calls; may be used by several threads.
/// </remarks>
public sealed class KnnClassifier
{
    private readonly FeatureSet _bank;
    private readonly NeighborSearch _search;
    private readonly int _neighborCount;
    private readonly double _temperature;

    private KnnClassifier(FeatureSet bank, KnnOptions options)
    {
        _bank = bank;
        _search = new NeighborSearch(bank, options.Device);
        _neighborCount = Math.Min(options.NeighborCount, bank.Count);
        _temperature = options.Temperature;
    }

    /// <summary>Fits a classifier: it keeps the features and does nothing more, as the method has nothing to train.</summary>
    /// <param name="bank">The labeled images that vote; usually the training set.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <exception cref="ArgumentException">The bank has no labels.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static KnnClassifier Fit(FeatureSet bank, KnnOptions? options = null)
    {
        FeatureSetChecks.RequireLabels(bank, nameof(bank));
        return new KnnClassifier(bank, OptionsGuard.Validate(options ?? new KnnOptions(), new KnnOptionsValidator()));
    }

    /// <summary>The class with the most votes for each query, [n]; of equal classes the lowest.</summary>
    /// <param name="queries">Features of the bank's dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ.</exception>
    public int[] Predict(FeatureSet queries)
    {
        Neighbors neighbors = _search.Find(queries, _neighborCount);
        int[] predictions = new int[queries.Count];
        double[] votes = new double[_bank.ClassCount];
        for (int query = 0; query < predictions.Length; query++)
            predictions[query] = Vote(neighbors.Indices(query), neighbors.Similarities(query), votes);
        return predictions;
    }

    /// <summary>Classifies a labeled set and compares with its labels.</summary>
    /// <param name="test">Labeled features of the bank's dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or there are no labels.</exception>
    public ClassificationReport Evaluate(FeatureSet test)
    {
        FeatureSetChecks.RequireLabels(test, nameof(test));
        return new ClassificationReport(test.Labels, Predict(test), Math.Max(_bank.ClassCount, test.ClassCount));
    }

    /// <summary>The part of a labeled set that is classified correctly, in [0, 1].</summary>
    /// <inheritdoc cref="Evaluate"/>
    public double Accuracy(FeatureSet test) => Evaluate(test).Accuracy;

    private int Vote(ReadOnlySpan<int> nearest, ReadOnlySpan<float> similarities, double[] votes)
    {
        Array.Clear(votes);
        // Relative to the nearest one: the winner is the same, and a low temperature cannot overflow.
        for (int i = 0; i < nearest.Length; i++)
            votes[_bank.Labels[nearest[i]]] += Math.Exp((similarities[i] - similarities[0]) / _temperature);
        return Array.IndexOf(votes, votes.Max());
    }
}
