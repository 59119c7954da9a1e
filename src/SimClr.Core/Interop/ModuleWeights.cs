using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>Keeps the parameters and buffers of any module in a file, under their names in the module.</summary>
/// <remarks>
/// A <see cref="Models.ResNetEncoder"/> has torchvision's names, so the files that it writes are state dicts for torchvision's ResNet
/// (without its <c>fc</c> layer), and files of torchvision's ResNet can be loaded into it.
/// </remarks>
public static class ModuleWeights
{
    /// <summary>
    /// Writes parameters and buffers as safetensors, all or nothing: an existing file is replaced once the new one is complete.
    /// </summary>
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
    /// Copies all of a file's values into the module's parameters and buffers. They stay the same tensors, on their device and with their
    /// strides, so an optimizer goes on with them.
    /// </summary>
    /// <param name="module">Must have exactly the file's names, shapes and types.</param>
    /// <param name="path">
    /// A safetensors file, a checkpoint of this library among them, or a PyTorch file (<c>torch.save</c> of a state dict or of a checkpoint
    /// that holds one: .pth, .pt, .ckpt, .bin); which, its first bytes tell. Nothing in it is run.
    /// </param>
    /// <returns>What was loaded, and what was left out.</returns>
    /// <exception cref="WeightsException">
    /// Tensors are missing, unknown, of another shape or type: <see cref="WeightsException.Differences"/> names all, and the message has
    /// the options that would make the file fit, if there are any. Or a PyTorch file is damaged, or uses anything but dense tensors,
    /// dictionaries, lists, numbers and texts. Nothing has been loaded.
    /// </exception>
    /// <exception cref="SafeTensorsException">A file of another kind is damaged or none of the format; nothing has been loaded.</exception>
    /// <exception cref="InvalidOperationException">The module is in use on another thread, by a training say.</exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static WeightsReport LoadWeights(this nn.Module module, string path) => module.LoadWeights(path, new WeightsOptions());

    /// <summary>The same of the tensors behind a prefix.</summary>
    /// <param name="module">Must have exactly the names, shapes and types that the file has behind the prefix.</param>
    /// <param name="path">The file.</param>
    /// <param name="prefix">
    /// Only tensors whose names begin with it are taken, and without it: <c>"model.encoder."</c> for an encoder from a checkpoint,
    /// <c>"module."</c> where Python wrote a wrapped module.
    /// </param>
    /// <inheritdoc cref="LoadWeights(nn.Module, string)" path="/returns"/>
    /// <inheritdoc cref="LoadWeights(nn.Module, string)" path="/exception"/>
    public static WeightsReport LoadWeights(this nn.Module module, string path, string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        return module.LoadWeights(path, new WeightsOptions { Prefix = prefix });
    }

    /// <summary>The same of the tensors that options choose, under the names that options give them.</summary>
    /// <param name="module">Must have the names, shapes and types that come of it.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What is left out, renamed and converted.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is null that must not be.</exception>
    /// <inheritdoc cref="LoadWeights(nn.Module, string)" path="/returns"/>
    /// <inheritdoc cref="LoadWeights(nn.Module, string)" path="/exception"/>
    public static WeightsReport LoadWeights(this nn.Module module, string path, WeightsOptions options)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentException.ThrowIfNullOrEmpty(path);
        NativeAot.Check(module);
        OptionsGuard.Validate(options, new WeightsOptionsValidator());
        path = Path.GetFullPath(path);
        using IWeightsFile file = WeightsFile.Open(path, options.Key);
        Dictionary<string, Tensor> state = module.state_dict();
        WeightsMatch match = WeightsMatch.Of(state.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value)), file.Tensors, options);
        if (match.Differences.Count > 0 || (match.FileNames.Count == 0 && state.Count > 0))
            throw new WeightsException(Describe(path, module.GetName(), options, state.Keys, file.Tensors.Keys, match), match.Differences);
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> read = Read(path, file, match.FileNames.Values);
        using ModuleUse use = ModuleUse.Begin(module, nameof(LoadWeights), ModuleUseKind.Changing);
        TensorSets.Copy(read, match.FileNames.ToDictionary(pair => pair.Value, pair => state[pair.Key]));
        return match.ToReport(path, file);
    }

    private static Dictionary<string, Tensor> Read(string path, IWeightsFile file, IEnumerable<string> names)
    {
        try
        {
            return file.Read(names);
        }
        catch (Exception exception) when (exception is WeightsException or EndOfStreamException)
        {
            throw new WeightsException($"{path}: {exception.Message}.", exception);
        }
    }

    private static string Describe(
        string path,
        string module,
        WeightsOptions options,
        IReadOnlyCollection<string> expected,
        IEnumerable<string> found,
        WeightsMatch match)
    {
        string[] names = [.. found];
        if (options.Prefix.Length > 0 && !Array.Exists(names, name => name.StartsWith(options.Prefix, StringComparison.Ordinal)))
            return $"{path} has no tensor whose name begins with '{options.Prefix}'.";
        if (options is { Prefix: "", Rename.Count: 0 } && WeightsProposal.For(expected, names) is { } proposal)
            return $"{path} has the tensors of {module} {proposal}.";
        if (match.Differences.Count == 0)
            return $"{path} has none of the tensors of {module}.";
        if (NamePrefix.Between(names, expected) is [var part])
            return $"{path} has the tensors of a part of {module}, those named '{part}...': call LoadWeights on that part.";
        string cure = match.Differences.Count == match.Unknown.Count && WeightsProposal.Ignoring(match.Unknown) is { } ignore
            ? $"; to leave them out, load it with new WeightsOptions {{ {ignore} }}"
            : "";
        return $"{path} does not fit {module}: {LongList.Join(match.Differences)}{cure}.";
    }
}
