using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>Compares and copies sets of named tensors.</summary>
internal static class TensorSets
{
    /// <summary>Each way in which a set's names, shapes or types differ from those expected, one phrase each.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> found)
        => Differences(expected.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value)), found);

    /// <inheritdoc cref="Differences(IReadOnlyDictionary{string, Tensor}, IReadOnlyDictionary{string, Tensor})"/>
    public static IEnumerable<string> Differences(Dictionary<string, TensorForm> expected, IReadOnlyDictionary<string, Tensor> found)
    {
        foreach ((string name, TensorForm form) in expected)
            if (form.DifferenceOf(found.GetValueOrDefault(name)) is { } difference)
                yield return $"'{name}' {difference}";
        foreach (string name in found.Keys.Where(name => !expected.ContainsKey(name)))
            yield return $"'{name}' is unknown";
    }

    /// <summary>Copies values into tensors of the same names and shapes, in place.</summary>
    public static void Copy(IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to)
    {
        using IDisposable mode = no_grad();
        foreach ((string name, Tensor target) in to)
            target.copy_(from[name]);
    }
}
