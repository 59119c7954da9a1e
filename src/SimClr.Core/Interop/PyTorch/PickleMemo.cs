namespace SimClr.Core.Interop.PyTorch;

/// <summary>The objects that a pickle keeps to use them again, by number.</summary>
internal sealed class PickleMemo
{
    private readonly List<object?> _kept = [];

    /// <summary>The number of the next, where the pickle counts.</summary>
    public int Count => _kept.Count;

    /// <summary>Keeps an object.</summary>
    /// <param name="index">Its number. Python counts from 0 without a gap, so an honest one is below that of the bytes.</param>
    /// <param name="item">The object.</param>
    /// <param name="bytes">How many bytes the pickle has had so far.</param>
    /// <exception cref="WeightsException">The number is greater.</exception>
    public void Keep(uint index, object? item, int bytes)
    {
        if (index >= (uint)bytes)
            throw new WeightsException($"the pickle keeps an object as number {index}, but has had {bytes} bytes only");
        while (_kept.Count <= index)
            _kept.Add(null);
        _kept[(int)index] = item;
    }

    /// <exception cref="WeightsException">Nothing has been kept under the number.</exception>
    public object? Recall(uint index)
        => index < _kept.Count ? _kept[(int)index] : throw new WeightsException($"the pickle asks for object {index}, which it has not kept");
}
