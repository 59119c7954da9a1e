using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>One optimiser step on one batch of views (paper, algorithm 1), in one micro-batch or several.</summary>
internal sealed class TrainingStep(SimClrModel model, ContrastiveLoss loss, optim.Optimizer optimizer, double? gradientClipNorm)
{
    private readonly Parameter[] _parameters = [.. model.parameters().Where(parameter => parameter.requires_grad)];

    /// <summary>Called with the loss of each step before its gradient is computed. Default null: nothing.</summary>
    public Action<Tensor>? BeforeGradient { get; init; }

    /// <summary>Called between gradient and update of a step that is measured. Default null: nothing.</summary>
    public Action? BeforeMeasuredUpdate { get; init; }

    /// <summary>Updates the model.</summary>
    /// <param name="views">
    /// Gives the micro-batches of this step; where there are several, in the order of <see cref="GradientCache.Passes"/>.
    /// </param>
    /// <param name="microBatches">Number of micro-batches.</param>
    /// <param name="measure">Whether to measure this step: a report follows it.</param>
    /// <returns>
    /// The loss and, of a measured step, [contrastive accuracy, deviation of the embeddings]; on the model's device, owned by the caller.
    /// </returns>
    public (Tensor Loss, Tensor? Measures) Run(IEnumerator<TrainingBatch> views, int microBatches, bool measure)
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        using GradientCache cache = new(model, views, microBatches);
        (Tensor z1, Tensor z2) = cache.Embed(); // leaves, [N, D] each
        Tensor value = loss.call(z1, z2);
        if (value.NumberOfElements != 1 || !value.requires_grad)
            throw new InvalidOperationException(Refusal(value));
        BeforeGradient?.Invoke(value);
        value.backward();
        cache.Backward(z1.grad!, z2.grad!);
        if (gradientClipNorm is { } norm)
            nn.utils.clip_grad_norm_(_parameters, norm);
        if (measure)
            BeforeMeasuredUpdate?.Invoke();
        optimizer.step();
        return (value.detach().MoveToOuterDisposeScope(), measure ? Measure(z1.detach(), z2.detach()).MoveToOuterDisposeScope() : null);
    }

    private string Refusal(Tensor value) => value.NumberOfElements != 1
        ? $"The loss {loss.GetName()} gives [{string.Join(", ", value.shape)}]; expected one number for the whole batch."
        : $"The loss {loss.GetName()} does not depend on its inputs, so there is no gradient: it must not detach them.";

    private static Tensor Measure(Tensor z1, Tensor z2)
        => stack([ContrastiveAccuracy.Compute(z1, z2).to(ScalarType.Float32), EmbeddingDeviation.Compute(z1, z2)]); // [2]
}
