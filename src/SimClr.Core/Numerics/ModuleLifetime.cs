using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics;

/// <summary>How long the tensors of a module live.</summary>
internal static class ModuleLifetime
{
    /// <summary>
    /// Takes the parameters and buffers of a module and of all within it out of the dispose scope in which they were made: from here on they
    /// end with the module, as those of torch's own modules do.
    /// </summary>
    public static void Own(nn.Module module)
    {
        foreach (Parameter parameter in module.parameters())
            parameter.DetachFromDisposeScope();
        foreach (Tensor buffer in module.buffers())
            buffer.DetachFromDisposeScope();
    }
}
