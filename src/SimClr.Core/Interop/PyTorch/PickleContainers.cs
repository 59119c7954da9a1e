namespace SimClr.Core.Interop.PyTorch;

/// <summary>The instructions of a pickle that make and fill tuples, lists and dictionaries.</summary>
internal sealed class PickleContainers(PickleStack stack)
{
    public static readonly object?[] EmptyTuple = [];

    /// <summary>A dictionary, which is also an object with attributes.</summary>
    /// <exception cref="WeightsException">It is something else.</exception>
    public static PickledDictionary DictionaryOf(object? item)
        => item as PickledDictionary ?? throw new WeightsException("the pickle sets items or attributes of what is no dictionary");

    public void PushTuple(int length)
    {
        object?[] tuple = new object?[length];
        for (int i = length - 1; i >= 0; i--)
            tuple[i] = stack.Pop();
        stack.Push(tuple);
    }

    public void PushMarkedTuple()
    {
        ReadOnlySpan<object?> items = stack.AboveMark();
        object?[] tuple = items.IsEmpty ? EmptyTuple : items.ToArray();
        stack.DropMark();
        stack.Push(tuple);
    }

    public void Append()
    {
        object? item = stack.Pop();
        ListOf(stack.Peek()).Add(item);
    }

    public void AppendMarked()
    {
        ListOf(stack.PeekBelowMark()).AddRange(stack.AboveMark());
        stack.DropMark();
    }

    public void SetItem()
    {
        object? value = stack.Pop(), key = stack.Pop();
        DictionaryOf(stack.Peek()).Add(key, value);
    }

    public void SetMarkedItems()
    {
        PickledDictionary dictionary = DictionaryOf(stack.PeekBelowMark());
        ReadOnlySpan<object?> items = stack.AboveMark();
        if (items.Length % 2 != 0)
            throw new WeightsException("the pickle has a key without a value");
        for (int i = 0; i < items.Length; i += 2)
            dictionary.Add(items[i], items[i + 1]);
        stack.DropMark();
    }

    private static List<object?> ListOf(object? item)
        => item as List<object?> ?? throw new WeightsException("the pickle appends to what is no list");
}
