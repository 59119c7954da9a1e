using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A snapshot of a <see cref="ChannelLayer"/> for inference.</summary>
/// <param name="matrix">[outputs, inputs]; taken over.</param>
/// <param name="shift">[outputs]; taken over.</param>
internal sealed class FoldedChannels(Tensor matrix, Tensor shift) : IDisposable
{
    public Tensor Apply(Tensor input) => nn.functional.linear(input, matrix, shift); // [N, outputs]

    public void Dispose()
    {
        matrix.Dispose();
        shift.Dispose();
    }
}
