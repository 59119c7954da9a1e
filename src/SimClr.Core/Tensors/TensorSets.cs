using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>Compares and copies sets of named tensors.</summary>
internal static class TensorSets
{
    /// <summary>Each way in which a set's names, shapes or types differ from those expected, one phrase each.</summary>
    public static IEnumerable<string> Differences(IReadOnlyDictionary<string, Tensor> expected, IReadOnlyDictionary<string, Tensor> found)
    {
        foreach ((string name, Tensor target) in expected)
        {
            if (!found.TryGetValue(name, out Tensor? tensor))
                yield return $"'{name}' is missing";
            else if (!tensor.shape.SequenceEqual(target.shape))
                yield return $"'{name}' has shape [{string.Join(", ", tensor.shape)}] instead of [{string.Join(", ", target.shape)}]";
            else if (tensor.dtype != target.dtype)
                yield return $"'{name}' is of type {tensor.dtype} instead of {target.dtype}";
        }

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
