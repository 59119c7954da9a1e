using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Models.ExplicitGradient;
using SimClr.Core.Models.Synchronization;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// Finds out, once a loss is not finite, what was so first: the views, a parameter, the output of a layer, or the loss alone.
/// </summary>
/// <remarks>Makes the step's views again and sends them through the model, so it costs nothing as long as all is well.</remarks>
internal sealed class DivergenceDiagnosis(ITrainingTask task, ViewLoader loader, TrainingPlan plan)
{
    /// <summary>A sentence that names the quantity.</summary>
    /// <param name="step">Steps before the one whose loss is not finite.</param>
    public string Describe(long step)
    {
        try
        {
            return BrokenView(step) ?? BrokenParameter() ?? BrokenLayer(step)
                ?? "Views, parameters and the outputs of all layers are finite when they are computed again: the loss itself is not.";
        }
        catch (ViewGenerationException exception)
        {
            return $"Where it began is unknown, as the step's views cannot be made again: {exception.Message}";
        }
    }

    private string? BrokenView(long step)
    {
        foreach (TrainingBatch batch in MicroBatches(step))
            for (int group = 0; group < batch.Groups.Count; group++)
                if (BrokenView(batch, group) is { } problem)
                    return problem;
        return null;
    }

    private static string? BrokenView(TrainingBatch batch, int group)
    {
        ReadOnlySpan<float> values = batch.Values(group);
        for (int at = 0; at < values.Length; at++)
            if (!float.IsFinite(values[at]))
                return $"{batch.DescribeRow(group, at / batch.Groups[group].Shape.Length)} holds NaN or infinity: look at the image and the augmentations.";
        return null;
    }

    private string? BrokenParameter() => FiniteParameters.Problem(task.Module) is { } problem ? $"{problem}." : null;

    private string? BrokenLayer(long step)
    {
        using IDisposable noGradient = no_grad();
        using LayerByLayer watchable = new(task.Module);
        // Ranks do not come equally far in it: none may wait for another.
        using SynchronizedBatchNorm alone = new(task.Module, ranks: null);
        using ForwardHooks hooks = new();
        string? first = null;
        foreach ((string name, nn.Module<Tensor, Tensor> module) in Layers())
            hooks.Add(module, output =>
            {
                // Inner modules end before those around them, so the first one found is the innermost.
                if (first is null && !FiniteParameters.IsFinite(output))
                    first = name;
            });
        Device device = task.Module.parameters().First().device;
        foreach (TrainingBatch batch in MicroBatches(step))
        {
            using DisposeScope scope = NewDisposeScope();
            for (int group = 0; group < batch.Groups.Count; group++)
                task.Embed(batch, group, device);
            if (first is not null)
                break;
        }

        return first is null ? null : $"Views and parameters are finite; the first output with NaN or infinity is that of '{first}'.";
    }

    private IEnumerable<(string Name, nn.Module<Tensor, Tensor> Module)> Layers()
        => from item in task.Module.named_modules()
           where item.module is nn.Module<Tensor, Tensor>
           select (item.name, (nn.Module<Tensor, Tensor>)item.module);

    private IEnumerable<TrainingBatch> MicroBatches(long step) => loader.Load(plan.MicroBatchesOf(step));
}
