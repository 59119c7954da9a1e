using static TorchSharp.torch;

namespace SimClr.Core.Tests.Losses;

/// <summary>
/// A batch for the losses' formulas written as they stand: every pair of views by itself, the gradient by autograd, in double; no mask, no
/// block, no shared code.
/// </summary>
internal sealed class NaiveViews
{
    private readonly int _images;
    private readonly long[]? _labels;
    private readonly Tensor[] _rows;
    private readonly Tensor[,] _similarities;

    /// <summary>Embeddings [V*N, D]; with labels, the views of images of one label are positives.</summary>
    public NaiveViews(Tensor z, int views, long[]? labels)
    {
        _images = (int)z.shape[0] / views;
        _labels = labels;
        _rows = [.. (z / z.norm(1, keepdim: true)).unbind()];
        _similarities = new Tensor[Count, Count];
        for (int i = 0; i < Count; i++)
            for (int j = 0; j < Count; j++)
                _similarities[i, j] = _rows[i].dot(_rows[j]);
    }

    public int Count => _rows.Length;

    public IEnumerable<int> All => Enumerable.Range(0, Count);

    public Tensor Similarity(int i, int j) => _similarities[i, j];

    public IReadOnlyList<int> Positives(int i) => [.. All.Where(j => j != i && AreOfOneClass(i, j))];

    public IReadOnlyList<int> Negatives(int i) => [.. All.Where(j => !AreOfOneClass(i, j))];

    /// <summary>The similarity of a view to the normalized mean of its positives.</summary>
    public Tensor SimilarityToMean(int i)
    {
        Tensor mean = Positives(i).Select(j => _rows[j]).Aggregate((sum, row) => sum + row) / Positives(i).Count;
        return _rows[i].dot(mean / mean.norm());
    }

    /// <summary>The mean over all views.</summary>
    public Tensor Mean(Func<int, Tensor> term) => MeanOf(All, term);

    /// <summary>The mean of a view's terms, 0 if there are none.</summary>
    public static Tensor MeanOf(IEnumerable<int> views, Func<int, Tensor> term)
    {
        Tensor[] terms = [.. views.Select(term)];
        return terms.Length == 0 ? zeros([], dtype: float64) : terms.Aggregate((sum, next) => sum + next) / terms.Length;
    }

    private bool AreOfOneClass(int i, int j)
    {
        (int first, int second) = (i % _images, j % _images);
        return first == second || (_labels is not null && _labels[first] != -1 && _labels[first] == _labels[second]);
    }
}
