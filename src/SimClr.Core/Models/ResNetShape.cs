namespace SimClr.Core.Models;

/// <summary>What a depth means: blocks in each of the four stages, and the kind of block.</summary>
internal sealed record ResNetShape(int[] Blocks, bool Bottleneck)
{
    /// <summary>Output channels of a block per inner channel.</summary>
    public int Expansion => Bottleneck ? 4 : 1;

    public static ResNetShape Of(ResNetDepth depth) => depth switch
    {
        ResNetDepth.ResNet10 => new([1, 1, 1, 1], Bottleneck: false),
        ResNetDepth.ResNet18 => new([2, 2, 2, 2], Bottleneck: false),
        ResNetDepth.ResNet34 => new([3, 4, 6, 3], Bottleneck: false),
        ResNetDepth.ResNet50 => new([3, 4, 6, 3], Bottleneck: true),
        ResNetDepth.ResNet101 => new([3, 4, 23, 3], Bottleneck: true),
        ResNetDepth.ResNet152 => new([3, 8, 36, 3], Bottleneck: true),
        _ => throw new ArgumentOutOfRangeException(
            nameof(depth), depth, "Expected one of ResNet10, ResNet18, ResNet34, ResNet50, ResNet101, ResNet152."),
    };
}
