using static TorchSharp.torch;

namespace SimClr.Core.Models.Inference;

/// <summary>The names of a network's modules, as its state dict has them.</summary>
internal sealed class ModuleNames(nn.Module network)
{
    private readonly Dictionary<nn.Module, string> _names = Collect(network);

    /// <summary>The name of a module inside, such as <c>layer1.0.conv1</c>.</summary>
    public string this[nn.Module module] => _names[module];

    private static Dictionary<nn.Module, string> Collect(nn.Module network)
    {
        Dictionary<nn.Module, string> names = new(ReferenceEqualityComparer.Instance);
        foreach ((string name, nn.Module module) in network.named_modules())
            names.TryAdd(module, name);
        return names;
    }
}
