using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>
/// A residual network's pass in training mode, written out layer by layer, so that <see cref="ResidualGradient"/> can go back through it:
/// batch norm, ReLU and shortcut are one pass over the activations, and only what convolutions and blocks give is kept.
/// </summary>
/// <param name="stem">The first convolution.</param>
/// <param name="pools">Whether max pooling follows it.</param>
/// <param name="blocks">The residual blocks, in order.</param>
internal sealed class ResidualPass(NormalizedConvolution stem, bool pools, IReadOnlyList<IResidualBlock> blocks)
{
    private bool _updateStatistics = true;

    public NormalizedConvolution Stem => stem;

    public bool Pools => pools;

    public IReadOnlyList<IResidualBlock> Blocks => blocks;

    /// <summary>All convolutions with their batch norms.</summary>
    public IEnumerable<NormalizedConvolution> Units
        => blocks.SelectMany(block => block.Shortcut is { } shortcut ? block.Branch.Append(shortcut) : block.Branch).Prepend(stem);

    /// <summary>Images [N, C, H, W] to representations [N, F]; the caller's.</summary>
    /// <param name="images">Channels-last; borrowed.</param>
    /// <param name="record">Gets what the gradient needs; null if none will be asked for.</param>
    /// <param name="updateStatistics">Whether batch norm's running statistics take this batch in.</param>
    public Tensor Forward(Tensor images, PassRecord? record, bool updateStatistics = true)
    {
        _updateStatistics = updateStatistics;
        Tensor features = Normalized(stem, stem.Convolve(images), residual: null, record);
        if (pools)
        {
            Tensor activations = features;
            features = Pool(activations);
            activations.Dispose();
        }

        bool kept = false;
        foreach (IResidualBlock block in blocks)
        {
            Tensor output = Through(block, features, record);
            if (!kept)
                features.Dispose();
            record?.Add(output);
            kept = record is not null;
            features = output;
        }

        Tensor representations = ResNetEncoder.Average(features); // [N, F]
        if (!kept)
            features.Dispose();
        return representations;
    }

    /// <summary>Max pooling behind the stem, channels-last; the caller's.</summary>
    public static Tensor Pool(Tensor activations)
    {
        using Tensor pooled = ResNetEncoder.PoolStem(activations);
        return ChannelsLastImages.Arrange(pooled);
    }

    private Tensor Through(IResidualBlock block, Tensor input, PassRecord? record)
    {
        Tensor convolved = block.Branch[0].Convolve(input);
        foreach ((NormalizedConvolution unit, NormalizedConvolution next) in block.Branch.Zip(block.Branch.Skip(1)))
        {
            // The activations between the two are computed as the next convolution reads them.
            ChannelAffine activation = Observe(unit, convolved);
            Tensor output = next.Convolve(convolved, activation);
            Keep(convolved, activation, record);
            convolved = output;
        }

        NormalizedConvolution last = block.Branch[^1];
        if (block.Shortcut is not { } shortcut)
            return Normalized(last, convolved, input, record);
        using Tensor projected = Normalized(shortcut, shortcut.Convolve(input), residual: null, record, rectify: false);
        return Normalized(last, convolved, projected, record);
    }

    private Tensor Normalized(
        NormalizedConvolution unit, Tensor convolved, Tensor? residual, PassRecord? record, bool rectify = true)
    {
        ChannelAffine affine = Observe(unit, convolved);
        Tensor output = affine.Applied(convolved, residual, rectify);
        Keep(convolved, affine, record);
        return output;
    }

    private ChannelAffine Observe(NormalizedConvolution unit, Tensor convolved)
        => unit.Norm.Observe(ChannelsLastImages.Of(convolved), _updateStatistics);

    /// <summary>Hands what a convolution gave to the record, or disposes it where there is none.</summary>
    private static void Keep(Tensor convolved, ChannelAffine affine, PassRecord? record)
    {
        if (record is null)
            convolved.Dispose();
        else
            record.Add(convolved, affine);
    }
}
