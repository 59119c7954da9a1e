namespace SimClr.Core.Interop.PyTorch;

/// <summary>A dict or OrderedDict: its items in their order, which nobody has looked up or hashed.</summary>
internal sealed class PickledDictionary
{
    // An empty one is a byte of the pickle, so it must not cost more than itself.
    private List<KeyValuePair<object?, object?>>? _items;

    public IReadOnlyList<KeyValuePair<object?, object?>> Items => _items ?? [];

    /// <summary>True if any item is a tensor under a name; known without a walk, since one dictionary may stand in many places.</summary>
    public bool HoldsTensors { get; private set; }

    public void Add(object? key, object? value)
    {
        (_items ??= []).Add(new(key, value));
        HoldsTensors |= key is string && value is PickledTensor;
    }
}
