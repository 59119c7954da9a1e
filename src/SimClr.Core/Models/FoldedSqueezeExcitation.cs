using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>A snapshot of <see cref="SqueezeExcitation"/> for inference.</summary>
/// <param name="reduce">The first layer; taken over, as the second is.</param>
/// <param name="expand">The second layer.</param>
internal sealed class FoldedSqueezeExcitation(FoldedChannels reduce, FoldedChannels expand) : IDisposable
{
    public Tensor Apply(Tensor features) => SqueezeExcitation.Excite(features, reduce.Apply, expand.Apply);

    public void Dispose()
    {
        reduce.Dispose();
        expand.Dispose();
    }
}
