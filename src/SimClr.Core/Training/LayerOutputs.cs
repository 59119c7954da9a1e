using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Models.ExplicitGradient;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// An upper bound of what a pass takes for each image where libtorch's allocations cannot be counted: from the outputs of all innermost
/// modules, so for networks only whose layers are all modules.
/// </summary>
internal static class LayerOutputs
{
    /// <summary>
    /// Bytes held at the peak of a step for each byte of the layers' outputs, with glibc's allocator: 2.2 to 2.5 in bfloat16 and 2.9 to 3.0
    /// in single precision were measured (ResNet-18 at 32 x 32).
    /// </summary>
    private const int BytesPerByteOfOutput = 3;

    private const int Images = 2;

    /// <summary>Why a model's layers cannot all be seen; null if they can.</summary>
    public static string? Problem(SimClrModel model) => model is { Encoder: ResNetEncoder, ProjectionHead: MlpProjectionHead }
        ? null
        : $"The memory of {model.Encoder.GetName()} with {model.ProjectionHead.GetName()} cannot be foretold here: the library counts what "
            + "libtorch allocates on the CPU of Linux on x86-64 (with TuneAllocator), and knows ResNetEncoder with MlpProjectionHead alone "
            + "elsewhere. Set MicroBatchSize instead of a budget.";

    /// <summary>Bytes per image.</summary>
    public static long BytesPerImage(SimClrModel model, IReadOnlyList<ViewGroup> groups)
    {
        List<long> outputs = [];
        using ProbePass pass = new(model, groups);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using LayerByLayer watchable = new(model);
        using ForwardHooks hooks = new();
        foreach (nn.Module<Tensor, Tensor> leaf in Leaves(model))
            hooks.Add(leaf, output => outputs.Add(output.NumberOfElements * output.ElementSize));
        pass.Forward(Images);
        long input = groups.Sum(group => (long)group.Views * group.Shape.Length * sizeof(float));
        return input + BytesPerByteOfOutput * outputs.Sum() / Images;
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Leaves(nn.Module model)
        => model.modules().Where(module => !module.children().Any()).OfType<nn.Module<Tensor, Tensor>>();
}
