using SimClr.Core.Distributed;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using SimClr.Core.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>The way back through a <see cref="ResidualPass"/>: the gradients of its weights and of its images.</summary>
/// <param name="pass">The network.</param>
/// <param name="record">What the pass left; used up.</param>
internal sealed class ResidualGradient(ResidualPass pass, PassRecord record)
{
    private readonly Dictionary<Parameter, Tensor> _gradients = [];

    /// <summary>A weight's gradient; null if it wants none.</summary>
    public Tensor? Of(Parameter parameter) => _gradients.GetValueOrDefault(parameter);

    /// <summary>Goes back from the representations to the weights.</summary>
    /// <param name="representations">The gradient by h, [N, F].</param>
    /// <param name="images">As they went in, channels-last.</param>
    /// <returns>The gradient by the images where they want one.</returns>
    public Tensor? Compute(Tensor representations, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor gradient = Spread(representations, record.Next);
        for (int index = pass.Blocks.Count - 1; index >= 0; index--)
        {
            using Tensor output = record.Take();
            gradient = Through(pass.Blocks[index], output, gradient, isFirst: index == 0);
        }

        RecordedConvolution stem = record.Take(pass.Stem);
        if (pass.Pools)
            gradient = Unpooled(stem, gradient);
        Normalization(stem, gradient, output: null, rectified: true, gradient);
        Kernel(stem.Unit, images, gradient);
        foreach (Tensor kept in _gradients.Values)
            kept.MoveToOuterDisposeScope();
        return images.requires_grad ? ByInput(null, images, stem.Unit, gradient).MoveToOuterDisposeScope() : null;
    }

    /// <summary>The gradient of the average over the pixels.</summary>
    private static Tensor Spread(Tensor representations, Tensor features)
    {
        double share = 1.0 / (features.shape[2] * features.shape[3]);
        using Tensor each = (representations * Scalars.Of(share)).view(features.shape[0], features.shape[1], 1, 1).expand(features.shape);
        return ChannelsLastImages.Arrange(each);
    }

    /// <summary>Back through a block: takes the gradient by its output over and gives that by its input.</summary>
    private Tensor Through(IResidualBlock block, Tensor output, Tensor gradient, bool isFirst)
    {
        RecordedConvolution last = record.Take(block.Branch[^1]);
        RecordedConvolution? shortcut = block.Shortcut is { } projection ? record.Take(projection) : null;
        RecordedConvolution[] earlier = [.. block.Branch.SkipLast(1).Reverse().Select(record.Take)];
        Tensor input = isFirst ? FirstInput() : record.Next;
        Tensor byConvolved = empty_like(gradient);
        Normalization(last, gradient, output, rectified: true, byConvolved); // The gradient stays what goes into the shortcut.
        NormalizedConvolution unit = last.Unit;
        foreach (RecordedConvolution before in earlier)
        {
            Kernel(unit, before.Convolved, byConvolved, before.Affine);
            Tensor byActivations = ByInput(null, before.Convolved, unit, byConvolved);
            byConvolved.Dispose();
            Normalization(before, byActivations, output: null, rectified: true, byActivations);
            (unit, byConvolved) = (before.Unit, byActivations);
        }

        Kernel(unit, input, byConvolved);
        Tensor sum = shortcut is null ? gradient : Projection(shortcut, input, gradient);
        Tensor result = ByInput(sum, input, unit, byConvolved);
        byConvolved.Dispose();
        if (isFirst)
            input.Dispose();
        return result;
    }

    private Tensor Projection(RecordedConvolution shortcut, Tensor input, Tensor gradient)
    {
        Normalization(shortcut, gradient, output: null, rectified: false, gradient);
        Kernel(shortcut.Unit, input, gradient);
        Tensor result = ByInput(null, input, shortcut.Unit, gradient);
        gradient.Dispose();
        return result;
    }

    /// <summary>What went into the first block, computed again.</summary>
    private Tensor FirstInput()
    {
        Tensor activations = record.NextActivations();
        if (!pass.Pools)
            return activations;
        Tensor pooled = ResidualPass.Pool(activations);
        activations.Dispose();
        return pooled;
    }

    private static Tensor Unpooled(RecordedConvolution stem, Tensor gradient)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable enabled = enable_grad();
        Tensor activations = stem.Activations().requires_grad_(true);
        Tensor result = autograd.grad([ResNetEncoder.PoolStem(activations)], [activations], [gradient])[0];
        gradient.Dispose();
        return ChannelsLastImages.Arrange(result).MoveToOuterDisposeScope();
    }

    /// <summary>Back through ReLU, if there was one, and batch norm; the gradient is cut off in place.</summary>
    private void Normalization(RecordedConvolution unit, Tensor gradient, Tensor? output, bool rectified, Tensor result)
    {
        BatchNormGradient norm = new(unit.Affine, ChannelsLastImages.Of(unit.Convolved));
        ChannelsLastImages changed = ChannelsLastImages.Of(gradient);
        norm.Sum(changed, output is null ? null : ChannelsLastImages.Of(output), rectified);
        (IReadOnlyList<double> shift, IReadOnlyList<double> scale) = OverRanks(norm, unit.Unit.Norm.Collective);
        norm.Finish(changed, ChannelsLastImages.Of(result), shift, scale);
        Keep(unit.Unit.Norm.Weight, norm.Scale);
        Keep(unit.Unit.Norm.Bias!, norm.Shift);
        unit.Convolved.Dispose();
    }

    /// <summary>The sums over the images of all ranks that were normalized together.</summary>
    private static (IReadOnlyList<double> Shift, IReadOnlyList<double> Scale) OverRanks(BatchNormGradient own, ICollective? ranks)
    {
        if (ranks is not { Size: > 1 })
            return (own.Shift, own.Scale);
        using Tensor sums = tensor([.. own.Shift, .. own.Scale]);
        ranks.AllReduce(sums);
        double[] all = TensorTransfer.ToDoubles(sums);
        return (all[..own.Shift.Count], all[own.Shift.Count..]);
    }

    private void Keep(Parameter parameter, IReadOnlyList<double> gradient)
    {
        if (parameter.requires_grad)
            Keep(parameter, tensor([.. gradient.Select(value => (float)value)]));
    }

    private void Kernel(NormalizedConvolution unit, Tensor input, Tensor gradient, ChannelAffine? activation = null)
    {
        ConvolutionLayer convolution = unit.Convolution;
        if (convolution.Weight.requires_grad)
            Keep(convolution.Weight, ConvolutionGradient.ByKernel(input, activation, convolution.Weight, gradient, convolution.Stride));
    }

    private void Keep(Parameter parameter, Tensor gradient)
    {
        _gradients[parameter] = gradient;
        GradientAnnouncement.Announce(parameter, gradient);
    }

    private static Tensor ByInput(Tensor? sum, Tensor input, NormalizedConvolution unit, Tensor gradient)
        => ConvolutionGradient.ByInput(sum, input.shape, unit.Convolution.Weight, gradient, unit.Convolution.Stride);
}
