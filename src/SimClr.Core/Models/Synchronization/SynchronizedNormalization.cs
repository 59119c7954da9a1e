using SimClr.Core.Distributed;
using SimClr.Core.Numerics;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Synchronization;

/// <summary>Batch norm in training mode over the images of all ranks, as one node of the autograd graph.</summary>
/// <remarks>
/// The gradient of scale and shift is of this rank's images, as all other weights' is; the sums that the gradient of the input holds are
/// over all ranks.
/// </remarks>
internal sealed class SynchronizedNormalization : autograd.SingleTensorFunction<SynchronizedNormalization>
{
    private const string State = "state";

    /// <summary>
    /// What the last backward pass of this thread gave to libtorch, which copies it when that pass has returned. Nobody else disposes it
    /// where there is no dispose scope.
    /// </summary>
    [ThreadStatic]
    private static List<Tensor>? _given;

    /// <inheritdoc/>
    public override string Name => nameof(SynchronizedNormalization);

    /// <summary>The normalized input, scaled and shifted; of the input's type. The caller's.</summary>
    /// <param name="input">[N, C, ...].</param>
    /// <param name="layer">Has scale and shift, and takes the batch into its running statistics.</param>
    /// <param name="ranks">At least two.</param>
    public static Tensor Evaluate(Tensor input, BatchNormLayer layer, ICollective ranks)
    {
        using DisposeScope scope = NewDisposeScope();
        BatchMoments moments = BatchMoments.OverRanks(BatchMoments.Of(input), ranks);
        Normalized state = new(moments.Mean, layer.Take(moments), moments.Count, ranks);
        Tensor[] arguments = layer.Bias is { } bias ? [input, layer.Weight, bias] : [input, layer.Weight];
        if (is_grad_enabled() && arguments.Any(argument => argument.requires_grad))
            return apply([state, .. arguments]).MoveToOuterDisposeScope();
        using IDisposable mode = no_grad();
        return Scaled(state, arguments).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        Tensor[] arguments = [.. vars.Skip(1).Cast<Tensor>()];
        ctx.save_data(State, vars[0]);
        ctx.save_for_backward([.. arguments]);
        return Scaled((Normalized)vars[0], arguments);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        _given?.ForEach(given => given?.Dispose());
        using DisposeScope scope = NewDisposeScope();
        Normalized state = (Normalized)ctx.get_data(State);
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor input, Tensor weight) = (saved[0], saved[1]);
        Tensor normalized = state.Of(input);                                                        // [N, C, ...]
        Tensor gradient = grad_output.to(normalized.dtype);
        Tensor shift = Normalized.SumByChannel(gradient);                                           // [C], in double
        Tensor scale = Normalized.SumByChannel(gradient * normalized);
        Tensor means = cat([shift, scale]).cpu();
        state.Ranks.AllReduce(means);
        means = means.div_(Scalars.Of(state.Count)).to(normalized.dtype).to(input.device);
        Tensor[] each = [.. means.chunk(2).Select(part => Normalized.ByChannel(part, input))];
        Tensor factor = Normalized.ByChannel(weight.to(normalized.dtype) * state.Inverse(input), input);
        Tensor byInput = (gradient - each[0]).sub_(normalized.mul_(each[1])).mul_(factor).to(input.dtype);
        grad_output.Dispose();
        Tensor[] byWeights = saved.Count > 2 ? [scale.to(weight.dtype), shift.to(weight.dtype)] : [scale.to(weight.dtype)];
        _given = [null!, byInput.MoveToOuterDisposeScope(), .. byWeights.Select(given => given.MoveToOuterDisposeScope())];
        return _given;
    }

    private static Tensor Scaled(Normalized state, Tensor[] arguments)
    {
        Tensor output = state.Of(arguments[0]);
        output.mul_(Normalized.ByChannel(arguments[1].to(output.dtype), output));
        if (arguments.Length > 2)
            output.add_(Normalized.ByChannel(arguments[2].to(output.dtype), output), Scalars.One);
        return output.to(arguments[0].dtype);
    }

    /// <summary>How a batch is normalized.</summary>
    private sealed record Normalized(double[] Mean, double[] InverseDeviation, long Count, ICollective Ranks)
    {
        /// <summary>(x - mean) / deviation, in 32 or 64 bits.</summary>
        public Tensor Of(Tensor input)
        {
            Tensor x = input.detach().to(input.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32);
            Tensor mean = ByChannel(tensor(Mean, x.dtype, x.device), x);
            return (x - mean).mul_(ByChannel(Inverse(x), x));
        }

        public Tensor Inverse(Tensor like)
            => tensor(InverseDeviation, like.dtype == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32, like.device);

        /// <summary>[C] as [1, C, 1, ...].</summary>
        public static Tensor ByChannel(Tensor values, Tensor like) => values.view([1, -1, .. Enumerable.Repeat(1L, (int)like.Dimensions - 2)]);

        public static Tensor SumByChannel(Tensor values)
        {
            long[] others = [.. Enumerable.Range(0, (int)values.Dimensions).Where(dimension => dimension != 1).Select(dimension => (long)dimension)];
            return values.sum(others, type: ScalarType.Float64);
        }
    }
}
