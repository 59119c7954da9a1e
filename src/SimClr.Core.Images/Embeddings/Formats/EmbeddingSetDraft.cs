namespace SimClr.Core.Embeddings.Formats;

/// <summary>A set that grows image by image.</summary>
/// <param name="expected">How many images there will be; 0 if that is not known.</param>
internal sealed class EmbeddingSetDraft(int expected)
{
    private readonly List<string?> _paths = [];
    private readonly List<int?> _labels = [];
    private float[] _values = [];
    private int _dimension;

    public int Count => _labels.Count;

    /// <exception cref="ArgumentException">The vector has another length than the first.</exception>
    public void Add(ReadOnlySpan<float> vector, string? path, int? label)
    {
        if (Count == 0)
            _dimension = vector.Length;
        if (vector.IsEmpty || vector.Length != _dimension)
        {
            throw new ArgumentException(
                $"Expected vectors of one length: vector 0 has {_dimension} values, vector {Count} has {vector.Length}.");
        }

        long used = (long)Count * _dimension;
        if (used + _dimension > _values.Length)
            Array.Resize(ref _values, Capacity(used + _dimension));
        vector.CopyTo(_values.AsSpan((int)used));
        _paths.Add(path);
        _labels.Add(label);
    }

    /// <exception cref="ArgumentException">There is no vector, or one is not finite, or a label is out of range.</exception>
    public EmbeddingSet Finish(IReadOnlyList<string>? classNames, string? modelId)
    {
        if (Count == 0)
            throw new ArgumentException("Expected at least one vector, found none.");
        Array.Resize(ref _values, Count * _dimension);
        return new EmbeddingSet(_values, _dimension, _paths, _labels, classNames, modelId);
    }

    private int Capacity(long needed)
    {
        if (needed > Array.MaxLength)
            throw new ArgumentException($"{Count + 1} vectors of {_dimension} values are too many: at most {Array.MaxLength} values fit into one set.");
        return (int)Math.Min(Array.MaxLength, Count < expected ? Math.Max(needed, (long)expected * _dimension) : 2 * needed);
    }
}
