using SimClr.Core.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Interop;

/// <summary>A file that holds named tensors, of any format.</summary>
internal interface IWeightsFile : IDisposable
{
    /// <summary>The forms of its tensors, by their names.</summary>
    IReadOnlyDictionary<string, TensorForm> Tensors { get; }

    /// <summary>Names of what stands beside them and is no tensor.</summary>
    IReadOnlyList<string> Others { get; }

    /// <summary>Where in the file they were found; null if it holds nothing else.</summary>
    string? Key { get; }

    /// <summary>Reads tensors; they live as long as the file and the present dispose scope, with any strides, on the CPU.</summary>
    Dictionary<string, Tensor> Read(IEnumerable<string> names);
}
