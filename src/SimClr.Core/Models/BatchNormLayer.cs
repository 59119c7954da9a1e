using System.Runtime.InteropServices;
using SimClr.Core.Distributed;
using SimClr.Core.Models.Synchronization;
using SimClr.Core.Numerics;
using SimClr.Core.Numerics.BatchNorms;
using SimClr.Core.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// Batch normalization of [N, C] or [N, C, H, W] with torch's defaults (epsilon 1e-5, momentum 0.1); the shift can be left out.
/// </summary>
internal sealed class BatchNormLayer : nn.Module<Tensor, Tensor>
{
    private const double Momentum = 0.1;
    private const double Epsilon = 1e-5;

    private readonly Parameter weight;
    private readonly Parameter? bias;
    private readonly Tensor running_mean;
    private readonly Tensor running_var;
    private readonly Tensor num_batches_tracked;

    public BatchNormLayer(int channels, bool hasShift = true, bool zeroScale = false)
        : base(nameof(BatchNormLayer))
    {
        weight = new Parameter(zeroScale ? zeros(channels) : ones(channels));
        bias = hasShift ? new Parameter(zeros(channels)) : null;
        running_mean = zeros(channels);
        running_var = ones(channels);
        num_batches_tracked = zeros([], ScalarType.Int64);
        RegisterComponents();
    }

    /// <summary>The scale, [C].</summary>
    public Parameter Weight => weight;

    /// <summary>The shift, [C]; null if it was left out.</summary>
    public Parameter? Bias => bias;

    /// <summary>The ranks whose images are normalized together in training mode; null: this process's alone.</summary>
    public ICollective? Collective { get; set; }

    /// <summary>A layer of its own with the same scale, shift and statistics.</summary>
    public BatchNormLayer Copy()
    {
        BatchNormLayer copy = new((int)weight.shape[0], hasShift: bias is not null);
        if (weight.dtype != ScalarType.Float32)
            copy.to(weight.dtype);
        if (weight.device.type != DeviceType.CPU)
            copy.to(weight.device);
        TensorSets.Copy(state_dict(), copy.state_dict());
        return copy;
    }

    /// <summary>What the layer does to a batch in training mode.</summary>
    /// <param name="images">Of a number of channels that <see cref="PixelBlocks.Supports"/>, at least two pixels.</param>
    /// <param name="update">Whether the running statistics are updated, as <see cref="forward"/> does.</param>
    public ChannelAffine Observe(ChannelsLastImages images, bool update)
    {
        (double[] mean, double[] variance) = ChannelMoments.Of(images);
        BatchMoments moments = BatchMoments.OverRanks(new BatchMoments(mean, variance, images.Pixels), Collective);
        if (update)
            Update(moments);
        float[] inverse = [.. moments.InverseDeviations(Epsilon).Select(value => (float)value)];
        float[] scale = [.. weight.data<float>().Zip(inverse, (gain, deviation) => gain * deviation)];
        float[] offsets = bias is null ? new float[scale.Length] : bias.data<float>().ToArray();
        float[] shift = [.. offsets.Select((offset, channel) => (float)(offset - moments.Mean[channel] * scale[channel]))];
        return new ChannelAffine([.. moments.Mean.Select(value => (float)value)], inverse, scale, shift, moments.Count);
    }

    /// <summary>What the layer does in evaluation mode as y = scale * x + shift; both [C] and the caller's.</summary>
    public (Tensor Scale, Tensor Shift) ToAffine()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scale = weight * running_var.add(Scalars.Of(Epsilon), Scalars.One).rsqrt();
        Tensor shift = (bias ?? zeros_like(running_mean)) - running_mean * scale;
        return (scale.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
    }

    public override Tensor forward(Tensor input)
    {
        if (training && Collective is { Size: > 1 } ranks)
            return SynchronizedNormalization.Evaluate(input, this, ranks);
        if (training)
            num_batches_tracked.add_(Scalars.One, Scalars.One);
        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, Momentum, Epsilon);
    }

    /// <summary>Takes a batch into the running statistics.</summary>
    /// <returns>1 / sqrt(variance + epsilon) of the batch, C.</returns>
    public double[] Take(BatchMoments moments)
    {
        Update(moments);
        return moments.InverseDeviations(Epsilon);
    }

    private void Update(BatchMoments moments)
    {
        num_batches_tracked.add_(Scalars.One, Scalars.One);
        Update(running_mean, moments.Mean, 1);
        Update(running_var, moments.Variance, factor: moments.Count / (moments.Count - 1.0));
    }

    private static void Update(Tensor running, double[] observed, double factor)
    {
        if (running.dtype != ScalarType.Float32 || running.device_type != DeviceType.CPU)
        {
            using Tensor values = tensor(observed, running.dtype, running.device);
            running.mul_(Scalars.Of(1 - Momentum)).add_(values, Scalars.Of(Momentum * factor));
            return;
        }

        Span<float> floats = MemoryMarshal.Cast<byte, float>(running.bytes);
        for (int channel = 0; channel < observed.Length; channel++)
            floats[channel] = (float)((1 - Momentum) * floats[channel] + Momentum * factor * observed[channel]);
    }
}
