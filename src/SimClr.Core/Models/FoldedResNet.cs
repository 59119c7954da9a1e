using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// A snapshot of a <see cref="ResNetEncoder"/> in evaluation mode, its batch norms folded into the convolutions. Knows no gradient,
/// has no state dict and stays on its device.
/// </summary>
internal sealed class FoldedResNet : Encoder
{
    private readonly FoldedConvolution[] _stem;
    private readonly FoldedBlock[] _blocks;
    private readonly bool _pools;

    /// <param name="source">Gives the numbers of channels and features.</param>
    /// <param name="stem">The convolutions in front of the blocks; taken over, as the blocks are.</param>
    /// <param name="pools">Whether max pooling follows the stem.</param>
    /// <param name="blocks">All blocks in order.</param>
    public FoldedResNet(ResNetEncoder source, FoldedConvolution[] stem, bool pools, FoldedBlock[] blocks)
        : base(nameof(FoldedResNet), source.InputChannels, source.FeatureDimension)
        => (_stem, _pools, _blocks) = (stem, pools, blocks);

    public override Tensor forward(Tensor input)
    {
        CheckImages(input);
        using IDisposable noGradient = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor features = input;
        foreach (FoldedConvolution convolution in _stem)
            features = convolution.Apply(features).relu_(); // [N, B, H, W] in the end; halved unless the stem is CIFAR's
        if (_pools)
            features = ResNetEncoder.PoolStem(features);
        foreach (FoldedBlock block in _blocks)
            features = block.Apply(features);
        return ResNetEncoder.Average(features).MoveToOuterDisposeScope(); // [N, F]
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (FoldedConvolution convolution in _stem)
                convolution.Dispose();
            foreach (FoldedBlock block in _blocks)
                block.Dispose();
        }

        base.Dispose(disposing);
    }
}
