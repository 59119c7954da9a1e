using System.Runtime.InteropServices;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>What a pickle's instructions work on; nothing is taken from below the last mark.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> _items = [];
    private readonly List<int> _marks = [];

    private int Floor => _marks.Count > 0 ? _marks[^1] : 0;

    public void Push(object? item) => _items.Add(item);

    public void Mark() => _marks.Add(_items.Count);

    public object? Pop()
    {
        object? top = Peek();
        _items.RemoveAt(_items.Count - 1);
        return top;
    }

    public object? Peek() => _items.Count > Floor ? _items[^1] : throw new WeightsException("the pickle takes more from its stack than is there");

    /// <summary>What lies above the last mark, until the stack is used again.</summary>
    public ReadOnlySpan<object?> AboveMark() => CollectionsMarshal.AsSpan(_items)[LastMark()..];

    /// <summary>Takes the last mark away, and all above it.</summary>
    public void DropMark()
    {
        int mark = LastMark();
        _items.RemoveRange(mark, _items.Count - mark);
        _marks.RemoveAt(_marks.Count - 1);
    }

    /// <summary>What the things above the last mark are added to: that just below it.</summary>
    public object? PeekBelowMark()
    {
        int mark = LastMark();
        int floor = _marks.Count > 1 ? _marks[^2] : 0;
        return mark > floor ? _items[mark - 1] : throw new WeightsException("the pickle adds to what is not there");
    }

    private int LastMark() => _marks.Count > 0 ? _marks[^1] : throw new WeightsException("the pickle looks for a mark that is not there");
}
