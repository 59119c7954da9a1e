namespace SimClr.Core.Interop.PyTorch;

/// <summary>Makes what a pickle asks torch for, without torch: descriptions of storages and tensors.</summary>
internal sealed class TorchObjects
{
    private const string StorageMark = "storage";

    private readonly Dictionary<string, PickledStorage> _storages = [];
    private int _copied;

    /// <summary>The storages by their keys.</summary>
    public IReadOnlyDictionary<string, PickledStorage> Storages => _storages;

    /// <summary>The result of a call.</summary>
    /// <param name="function">What is called.</param>
    /// <param name="arguments">A tuple.</param>
    /// <param name="bytes">
    /// How many bytes the pickle has had so far. No more items are copied: an honest copy is of items that stand in the pickle once, while
    /// a hostile pickle has one long list copied by every few bytes.
    /// </param>
    /// <exception cref="WeightsException">It is not one that torch writes.</exception>
    public object? Call(object? function, object? arguments, int bytes)
    {
        if (function is not TorchGlobal global || arguments is not object?[] tuple)
            throw new WeightsException("the pickle calls what is no function, or with what are no arguments");
        return (global.Kind, tuple) switch
        {
            (TorchGlobalKind.OrderedDictionary, []) => new PickledDictionary(),
            (TorchGlobalKind.OrderedDictionary, [List<object?> pairs]) => OrderedDictionary(pairs, bytes),
            // torch.Size is a tuple of one tuple.
            (TorchGlobalKind.Size, [object?[] sizes]) => sizes,
            (TorchGlobalKind.RebuildTensor, [PickledStorage storage, var offset, var size, var stride, .. var rest])
                => Tensor(storage, offset, size, stride, rest),
            (TorchGlobalKind.RebuildParameter, [PickledTensor data, ..]) => data,
            _ => throw new WeightsException($"the pickle calls {global.Name} with other arguments than torch does"),
        };
    }

    /// <summary>A storage by what torch calls its persistent id: ("storage", type, key, location, count), in old files with a view after it.</summary>
    /// <exception cref="WeightsException">It is of another kind, or differs from one of the same key.</exception>
    public PickledStorage Persistent(object? id)
    {
        if (id is not (object?[] and [StorageMark, .. var parts]))
            throw new WeightsException("the pickle has a persistent id of another kind than torch's storages");
        if (parts is not [TorchGlobal { Elements: { } elements }, string key, _, long and >= 0 and var count, .. var view])
            throw new WeightsException("the pickle has a storage without its type, key and number of elements");
        if (view is not ([] or [null]))
            throw new WeightsException("the pickle has a storage that is a view of another one, which is not read");
        PickledStorage storage = new(key, elements, count);
        if (_storages.TryGetValue(storage.Key, out PickledStorage? known))
            return known == storage ? known : throw new WeightsException($"the pickle has two storages with the key '{storage.Key}'");
        _storages.Add(storage.Key, storage);
        return storage;
    }

    // Two more arguments, requires_grad and hooks, say nothing about the values; a third would: a negated or conjugated view.
    private static PickledTensor Tensor(PickledStorage storage, object? offset, object? size, object? stride, object?[] rest)
        => rest is [_, _, PickledDictionary { Items.Count: > 0 }, ..]
            ? throw new WeightsException("the pickle has a negated or conjugated view of a tensor, which is not read")
            : new PickledTensor(storage, offset, size, stride);

    // As Python 2 wrote them: one list of pairs.
    private PickledDictionary OrderedDictionary(List<object?> pairs, int bytes)
    {
        _copied += pairs.Count;
        if (_copied > bytes)
            throw new WeightsException("the pickle copies one list many times");
        PickledDictionary dictionary = new();
        foreach (object? pair in pairs)
        {
            (object? key, object? value) = pair switch
            {
                List<object?> and [var first, var second] => (first, second),
                object?[] and [var first, var second] => (first, second),
                _ => throw new WeightsException("the pickle has an OrderedDict of what are no pairs"),
            };
            dictionary.Add(key, value);
        }

        return dictionary;
    }
}
