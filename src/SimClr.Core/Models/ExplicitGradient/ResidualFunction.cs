using SimClr.Core.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Models.ExplicitGradient;

/// <summary>Puts a <see cref="ResidualPass"/> into the autograd graph as one node, from images and weights to representations.</summary>
internal sealed class ResidualFunction : autograd.SingleTensorFunction<ResidualFunction>
{
    /// <summary>
    /// What the last backward pass of this thread gave to libtorch, which copies it when that pass has returned. Nobody else disposes it
    /// where there is no dispose scope.
    /// </summary>
    [ThreadStatic]
    private static List<Tensor>? _given;

    private const string Pass = "pass";
    private const string Record = "record";
    private const string Weights = "weights";

    /// <inheritdoc/>
    public override string Name => nameof(ResidualFunction);

    /// <summary>Representations [N, F] of images [N, C, H, W], with a gradient where one is wanted; the caller's.</summary>
    public static Tensor Evaluate(ResidualPass pass, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter[] weights = [.. pass.Units.SelectMany(unit => unit.Parameters)];
        Tensor input = ChannelsLastImages.Arrange(images);
        if (is_grad_enabled() && (input.requires_grad || weights.Any(weight => weight.requires_grad)))
            return apply([pass, weights, input, .. weights]).MoveToOuterDisposeScope();
        using IDisposable mode = no_grad();
        return pass.Forward(input, record: null).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ResidualPass pass = (ResidualPass)vars[0];
        Tensor images = (Tensor)vars[2];
        PassRecord record = new();
        ctx.save_data(Pass, pass);
        ctx.save_data(Weights, vars[1]);
        ctx.save_data(Record, record);
        ctx.save_for_backward([images]);
        return pass.Forward(images, record);
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        _given?.ForEach(given => given?.Dispose());
        using DisposeScope scope = NewDisposeScope();
        ResidualPass pass = (ResidualPass)ctx.get_data(Pass);
        PassRecord record = (PassRecord)ctx.get_data(Record);
        Tensor images = ctx.get_saved_variables()[0];
        if (record.IsUsed) // A second time, through a graph that was to be retained.
            pass.Forward(images, record, updateStatistics: false);
        ResidualGradient gradient = new(pass, record);
        Tensor? byImages = gradient.Compute(grad_output, images);
        grad_output.Dispose();
        // One gradient for each argument of the forward pass, of which the first two are no tensors.
        IEnumerable<Tensor?> byWeights = ((Parameter[])ctx.get_data(Weights)).Select(gradient.Of);
        _given = [null!, null!, byImages?.MoveToOuterDisposeScope()!, .. byWeights.Select(tensor => tensor?.MoveToOuterDisposeScope()!)];
        return _given;
    }
}
