using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A snapshot of <see cref="SelectiveKernel"/> for inference.</summary>
/// <param name="reduce">The first layer with its batch norm; taken over, as the second is.</param>
/// <param name="select">The second layer.</param>
internal sealed class FoldedSelectiveKernel(FoldedChannels reduce, FoldedChannels select) : IDisposable
{
    public Tensor Apply(Tensor streams) => SelectiveKernel.Mix(streams, reduce.Apply, select.Apply);

    public void Dispose()
    {
        reduce.Dispose();
        select.Dispose();
    }
}
