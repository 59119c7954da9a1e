using SimClr.Core.Validation;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Weighted k-nearest-neighbour classification: the nearest labelled images vote, each with weight exp(s/T), s the cosine similarity.
/// </summary>
/// <remarks>
/// Wu et al. 2018, <i>Unsupervised feature learning via non-parametric instance discrimination</i>, section 3.4. Nothing is trained, so it
/// shows quickly how good a representation is. Keeps no tensors between calls; may be used by several threads.
/// </remarks>
public sealed class KnnClassifier
{
    private const int NeighborsAtOnce = 1 << 24;

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
    /// <param name="bank">The labelled images that vote; usually the training set.</param>
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
        FeatureSetChecks.RequireDimension(queries, _bank.Dimension, nameof(queries));
        int[] predictions = new int[queries.Count];
        Vote(queries, (query, votes) => predictions[query] = ClassRank.First<double>(votes));
        return predictions;
    }

    /// <summary>Each class's share of the votes for each query, [n, C] row by row; a row's sum is 1.</summary>
    /// <inheritdoc cref="Predict"/>
    public float[] Scores(FeatureSet queries)
    {
        FeatureSetChecks.RequireDimension(queries, _bank.Dimension, nameof(queries));
        float[] scores = FeatureSetChecks.Allocate(queries.Count, _bank.ClassCount);
        Vote(queries, (query, votes) =>
        {
            double sum = votes.Sum();
            for (int label = 0; label < votes.Length; label++)
                scores[query * votes.Length + label] = (float)(votes[label] / sum);
        });
        return scores;
    }

    /// <summary>
    /// Classifies a labelled set and compares with its labels; the report has top-k accuracies, too. Of classes with the same number of
    /// votes, none in most cases, the lower one counts as the likelier.
    /// </summary>
    /// <param name="test">Labelled features of the bank's dimension.</param>
    /// <exception cref="ArgumentException">The dimensions differ, or there are no labels.</exception>
    public ClassificationReport Evaluate(FeatureSet test)
    {
        FeatureSetChecks.RequireLabels(test, nameof(test));
        FeatureSetChecks.RequireDimension(test, _bank.Dimension, nameof(test));
        int[] predictions = new int[test.Count];
        int[] ranks = new int[test.Count];
        Vote(test, (query, votes) =>
            (predictions[query], ranks[query]) = (ClassRank.First<double>(votes), ClassRank.Of<double>(votes, test.Labels[query])));
        return new ClassificationReport(test.Labels, predictions, Math.Max(_bank.ClassCount, test.ClassCount), ranks);
    }

    /// <summary>The part of a labelled set that is classified correctly, in [0, 1].</summary>
    /// <inheritdoc cref="Evaluate"/>
    public double Accuracy(FeatureSet test) => Evaluate(test).Accuracy;

    // So many queries at once that their neighbours fit, however many vote.
    private void Vote(FeatureSet queries, Action<int, double[]> take)
    {
        int rows = Math.Max(1, NeighborsAtOnce / _neighborCount);
        double[] votes = new double[_bank.ClassCount];
        for (int first = 0; first < queries.Count; first += rows)
        {
            Neighbors neighbors = _search.Find(queries, first..Math.Min(first + rows, queries.Count), _neighborCount);
            for (int query = 0; query < neighbors.QueryCount; query++)
            {
                Vote(neighbors.Indices(query), neighbors.Similarities(query), votes);
                take(first + query, votes);
            }
        }
    }

    private void Vote(ReadOnlySpan<int> nearest, ReadOnlySpan<float> similarities, double[] votes)
    {
        Array.Clear(votes);
        // Relative to the nearest one: the winner is the same, and a low temperature cannot overflow.
        for (int i = 0; i < nearest.Length; i++)
            votes[_bank.Labels[nearest[i]]] += Math.Exp((similarities[i] - similarities[0]) / _temperature);
    }
}
