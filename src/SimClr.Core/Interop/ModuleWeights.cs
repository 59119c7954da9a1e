using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>Keeps the parameters and buffers of any module in a safetensors file, under their names in the module.</summary>
/// <remarks>
/// A <see cref="Models.ResNetEncoder"/> has torchvision's names, so Python's <c>safetensors.torch.load_file</c> gives a state dict
/// for torchvision's ResNet (without its <c>fc</c> layer), and the other way round.
/// </remarks>
public static class ModuleWeights
{
    private const int MostPrefixes = 3;

    /// <summary>Writes parameters and buffers, all or nothing: an existing file is replaced once the new one is complete.</summary>
    /// <param name="module">For instance <c>simclr.Encoder</c>; on any device, with any strides.</param>
    /// <param name="path">The file, by convention <c>.safetensors</c>; its folder must exist.</param>
    /// <exception cref="InvalidOperationException">A training of the module runs on another thread.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void SaveWeights(this nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        NativeAot.Check(module);
        using ModuleUse use = ModuleUse.Begin(module, nameof(SaveWeights), ModuleUseKind.Reading);
        SafeTensorsFile.Write(path, module.state_dict());
    }

    /// <summary>
    /// Copies a file's values into the module's parameters and buffers. They stay the same tensors, on their device and with their strides,
    /// so an optimiser goes on with them.
    /// </summary>
    /// <param name="module">Must have exactly the file's names, shapes and types.</param>
    /// <param name="path">The file.</param>
    /// <param name="prefix">
    /// Only tensors whose names begin with it are taken, and without it: <c>"model.encoder."</c> for an encoder from a checkpoint,
    /// <c>"module."</c> where Python wrote a wrapped module. Empty by default: all tensors, by their names.
    /// </param>
    /// <exception cref="SafeTensorsException">
    /// The file is damaged or of another format, or tensors are missing, unknown, of another shape or type;
    /// <see cref="SafeTensorsException.Differences"/> names all, and nothing has been loaded.
    /// </exception>
    /// <exception cref="InvalidOperationException">The module is in use on another thread, by a training say.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static void LoadWeights(this nn.Module module, string path, string prefix = "")
    {
        ArgumentNullException.ThrowIfNull(module);
        NativeAot.Check(module);
        ArgumentNullException.ThrowIfNull(prefix);
        using SafeTensorsFile file = SafeTensorsFile.Read(path);
        path = Path.GetFullPath(path);
        Dictionary<string, Tensor> state = module.state_dict();
        Dictionary<string, Tensor> tensors = file.Tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key[prefix.Length..], pair => pair.Value);
        List<string> differences = [.. TensorSets.Differences(state, tensors)];
        if (differences.Count > 0)
            throw new SafeTensorsException(Describe(path, module.GetName(), prefix, state.Keys, tensors.Keys, differences), differences);
        using ModuleUse use = ModuleUse.Begin(module, nameof(LoadWeights), ModuleUseKind.Changing);
        TensorSets.Copy(tensors, state);
    }

    private static string Describe(
        string path,
        string module,
        string prefix,
        IReadOnlyCollection<string> expected,
        Dictionary<string, Tensor>.KeyCollection found,
        IReadOnlyList<string> differences)
    {
        if (found.Count == 0 && prefix.Length > 0)
            return $"{path} has no tensor whose name begins with '{prefix}'.";
        IReadOnlyList<string> before = NamePrefix.Between(expected, found);
        // A layer's few names are found in every part of a large network.
        if (before is [var first, ..] && before.Count <= MostPrefixes)
        {
            string names = string.Join(", ", before.Select(name => $"'{prefix}{name}'"));
            return $"{path} has the tensors of {module} with {names} before their names: "
                + $"load it with LoadWeights(path, \"{prefix}{first}\").";
        }

        return NamePrefix.Between(found, expected) is [var part]
            ? $"{path} has the tensors of a part of {module}, those named '{part}...': call LoadWeights on that part."
            : $"{path} does not fit {module}: {LongList.Join(differences)}.";
    }
}
