using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tensors;

/// <summary>
/// A copy of a module's buffers, so that a pass can leave no trace in running statistics. The copy belongs to the dispose scope.
/// </summary>
internal sealed class ModuleBuffers(nn.Module module)
{
    private readonly (Tensor Buffer, Tensor Copy)[] _copies = [.. module.buffers().Select(buffer => (buffer, buffer.clone()))];

    public void Restore()
    {
        foreach ((Tensor buffer, Tensor copy) in _copies)
            buffer.copy_(copy);
    }
}
