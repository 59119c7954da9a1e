namespace SimClr.Core.Interop.PyTorch;

/// <summary>One of the few names of Python that a file of weights may use; names alone, nothing of Python or .NET stands behind them.</summary>
internal sealed record TorchGlobal(string Name, TorchGlobalKind Kind, SafeTensorsType? Elements = null)
{
    private const int LongestName = 100;

    private static readonly Dictionary<string, TorchGlobal> Allowed = new TorchGlobal[]
    {
        new("collections.OrderedDict", TorchGlobalKind.OrderedDictionary),
        new("torch.Size", TorchGlobalKind.Size),
        new("torch._utils._rebuild_tensor_v2", TorchGlobalKind.RebuildTensor),
        new("torch._utils._rebuild_parameter", TorchGlobalKind.RebuildParameter),
        Storage("torch.DoubleStorage", "F64"),
        Storage("torch.FloatStorage", "F32"),
        Storage("torch.HalfStorage", "F16"),
        Storage("torch.BFloat16Storage", "BF16"),
        Storage("torch.LongStorage", "I64"),
        Storage("torch.IntStorage", "I32"),
        Storage("torch.ShortStorage", "I16"),
        Storage("torch.CharStorage", "I8"),
        Storage("torch.ByteStorage", "U8"),
        Storage("torch.BoolStorage", "BOOL"),
    }.ToDictionary(global => global.Name);

    /// <summary>The name of a module and of what is in it, if it may be used.</summary>
    /// <exception cref="WeightsException">It may not; the message has the name.</exception>
    public static TorchGlobal Named(string module, string qualifiedName)
        => Allowed.TryGetValue($"{module}.{qualifiedName}", out TorchGlobal? global) ? global : throw Refusal($"{module}.{qualifiedName}");

    /// <summary>What is said of a class or function that is not allowed.</summary>
    public static WeightsException Refusal(string name)
    {
        string shown = Printable(name);
        string what = shown switch
        {
            _ when shown.StartsWith("torch.Complex", StringComparison.Ordinal) => $"holds complex numbers ({shown})",
            _ when shown.StartsWith("torch.Q", StringComparison.Ordinal) || shown.Contains("_rebuild_qtensor", StringComparison.Ordinal)
                => $"holds a quantized tensor ({shown})",
            _ when shown.Contains("_rebuild_sparse", StringComparison.Ordinal) => $"holds a sparse tensor ({shown})",
            _ => $"uses {shown}",
        };
        return new WeightsException(
            $"the pickle {what}, which is not read, and nothing of it has been run: files may hold dense tensors, dictionaries, lists, "
            + "numbers and texts. If you trust the file, load it in Python and save the weights alone: torch.save(model.state_dict(), path)");
    }

    private static TorchGlobal Storage(string name, string elements) => new(name, TorchGlobalKind.Storage, SafeTensorsType.Named(elements));

    // The name comes from the file: it must neither fill a log nor forge a line in it.
    private static string Printable(string name)
        => string.Concat(name.Take(LongestName).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter))
            + (name.Length > LongestName ? "..." : "");
}
