using SimClr.Core.Models;
using SimClr.Core.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>Keeps the parameters and buffers of any module in a safetensors file, under their names in the module.</summary>
/// <remarks>
/// A <see cref="Models.ResNetEncoder"/> has torchvision's names, so Python's <c>safetensors.torch.load_file</c> gives a state dict
/// for torchvision's ResNet (without its <c>fc</c> layer), and the other way round.
/// </remarks>
public static class ModuleWeights
{
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
    /// <exception cref="SafeTensorsException">
    /// The file is damaged, or tensors are missing, unknown, of another shape or type; all are named, and nothing has been loaded.
    /// </exception>
    /// <exception cref="InvalidOperationException">The module is in use on another thread, by a training say.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static void LoadWeights(this nn.Module module, string path)
    {
        ArgumentNullException.ThrowIfNull(module);
        NativeAot.Check(module);
        using SafeTensorsFile file = SafeTensorsFile.Read(path);
        Dictionary<string, Tensor> state = module.state_dict();
        List<string> differences = [.. TensorSets.Differences(state, file.Tensors)];
        if (differences.Count > 0)
            throw new SafeTensorsException($"{path} does not fit {module.GetName()}: {string.Join("; ", differences)}.");
        using ModuleUse use = ModuleUse.Begin(module, nameof(LoadWeights), ModuleUseKind.Changing);
        TensorSets.Copy(file.Tensors, state);
    }
}
