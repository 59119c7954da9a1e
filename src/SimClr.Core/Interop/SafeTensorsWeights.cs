using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>The tensors of a safetensors file, which is read at once.</summary>
internal sealed class SafeTensorsWeights(SafeTensorsFile file) : IWeightsFile
{
    public IReadOnlyDictionary<string, TensorForm> Tensors { get; } = file.Tensors.ToDictionary(pair => pair.Key, pair => TensorForm.Of(pair.Value));

    public IReadOnlyList<string> Others => [];

    public string? Key => null;

    public Dictionary<string, Tensor> Read(IEnumerable<string> names) => names.ToDictionary(name => name, name => file.Tensors[name]);

    public void Dispose() => file.Dispose();
}
