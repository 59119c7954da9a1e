namespace SimClr.Core.Interop.PyTorch;

/// <summary>Finds the dictionary of tensors in what was pickled: that itself, or one inside a checkpoint.</summary>
internal static class StateDictionary
{
    private const char KeySeparator = '/';
    private const int Shown = 10;

    /// <summary>The dictionary of a key, or without one the only one.</summary>
    /// <returns>The dictionary, and the key where it was found; null where it is the whole.</returns>
    /// <exception cref="WeightsException">There is none, or there are several; the message has the keys.</exception>
    public static (PickledDictionary Found, string? Key) Find(object? root, string? key)
    {
        if (root is not PickledDictionary dictionary)
            throw new WeightsException($"the file holds {Kind(root)}, not a dictionary of tensors: in Python, torch.save(model.state_dict(), path)");
        if (key is not null)
            return (Descend(dictionary, key), key);
        if (dictionary.HoldsTensors)
            return (dictionary, null);
        string[] keys = [.. Candidates(dictionary)];
        return keys switch
        {
            [var only] => (Descend(dictionary, only), only),
            [] => throw new WeightsException($"the file holds no dictionary of tensors, but {Names(dictionary)}"),
            _ => throw new WeightsException(
                $"the file holds several dictionaries of tensors: {Listed(keys.Select(name => $"'{name}'"), keys.Length)}; choose one by "
                + $"{nameof(WeightsOptions)}.{nameof(WeightsOptions.Key)}"),
        };
    }

    private static PickledDictionary Descend(PickledDictionary dictionary, string key)
    {
        foreach (string part in key.Split(KeySeparator))
        {
            object? found = dictionary.Items.LastOrDefault(item => item.Key is string name && name == part).Value;
            dictionary = found as PickledDictionary
                ?? throw new WeightsException($"the file holds no dictionary '{part}' as the key '{key}' says, but {Names(dictionary)}");
        }

        return dictionary;
    }

    private static IEnumerable<string> Candidates(PickledDictionary dictionary)
        => dictionary.Items.Where(item => item.Value is PickledDictionary { HoldsTensors: true }).Select(item => item.Key).OfType<string>();

    private static string Names(PickledDictionary dictionary) => dictionary.Items.Count == 0
        ? "nothing"
        : Listed(
            dictionary.Items.Select(item => $"{(item.Key is string name ? $"'{name}'" : Kind(item.Key))} ({Kind(item.Value)})"),
            dictionary.Items.Count);

    // No text is made of what is not shown.
    private static string Listed(IEnumerable<string> items, int count)
        => string.Join("; ", items.Take(Shown)) + (count > Shown ? $"; and {count - Shown} more" : "");

    private static string Kind(object? value) => value switch
    {
        null => "None",
        bool => "a bool",
        long or double or PickledLong => "a number",
        string => "a text",
        object?[] => "a tuple",
        List<object?> => "a list",
        PickledDictionary => "a dictionary",
        PickledTensor => "a tensor",
        _ => "something else",
    };
}
