using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models;

/// <summary>
/// Batch normalisation of [N, C] or [N, C, H, W] with torch's defaults (epsilon 1e-5, momentum 0.1); the shift can be left out.
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

    /// <summary>What the layer does in evaluation mode as y = scale * x + shift; both [C] and the caller's.</summary>
    public (Tensor Scale, Tensor Shift) ToAffine()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scale = weight * (running_var + Epsilon).rsqrt();
        Tensor shift = (bias ?? zeros_like(running_mean)) - running_mean * scale;
        return (scale.MoveToOuterDisposeScope(), shift.MoveToOuterDisposeScope());
    }

    public override Tensor forward(Tensor input)
    {
        if (training)
            num_batches_tracked.add_(1);
        return nn.functional.batch_norm(input, running_mean, running_var, weight, bias, training, Momentum, Epsilon);
    }
}
