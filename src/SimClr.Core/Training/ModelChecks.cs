using SimClr.Core.Data;
using SimClr.Core.Loading;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Finds, before the first step, why a task and its optimizer would fail in it, or train nothing.</summary>
internal static class ModelChecks
{
    /// <exception cref="InvalidOperationException">Gradients are switched off where this is called.</exception>
    public static void RequireGradients()
    {
        if (!is_grad_enabled())
        {
            string mode = is_inference_mode_enabled() ? nameof(inference_mode) : nameof(no_grad);
            throw new InvalidOperationException($"Training needs gradients, but Train was called inside torch.{mode}(): call it outside.");
        }
    }

    /// <exception cref="ArgumentException">The images or their views do not suit the task.</exception>
    /// <exception cref="InvalidOperationException">Something else is wrong; the message has all of it.</exception>
    public static void Require(ITrainingTask task, optim.Optimizer optimizer, IImageSource images, IReadOnlyList<ViewGroup> views)
    {
        TaskProblem[] problems = [.. Problems(task, optimizer, views), .. task.Problems(images)];
        if (problems.FirstOrDefault(problem => problem.IsOfViews) is { } ofViews)
            throw new ArgumentException(ofViews.Message);
        if (problems.Length > 0)
            throw new InvalidOperationException(string.Join(" ", problems.Select(problem => problem.Message)), problems[0].Cause);
    }

    /// <summary>What is wrong. Leaves no trace in the module.</summary>
    /// <exception cref="InvalidOperationException">The module is in use on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The module has been disposed.</exception>
    public static IEnumerable<TaskProblem> Problems(ITrainingTask task, optim.Optimizer optimizer, IReadOnlyList<ViewGroup> views)
    {
        nn.Module module = task.Module;
        if (is_inference_mode_enabled())
            yield return new TaskProblem("A model made inside torch.inference_mode() can never be trained: make it outside.");
        if (!module.parameters().Any())
        {
            yield return new TaskProblem("The model has no parameters: it has nothing to train, or was disposed, perhaps with the "
                + "NewDisposeScope that it was made in.");
            yield break;
        }

        if (!module.parameters().Any(parameter => parameter.requires_grad))
        {
            yield return new TaskProblem("Every parameter of the model is frozen (requires_grad is false), so there is nothing to train: "
                + "set requires_grad where it should learn.");
        }
        else if (HoldsNothing(module, optimizer))
        {
            yield return new TaskProblem("The optimizer holds no parameter that the model has now and that requires a gradient, so nothing "
                + "would be trained: it was made for another model, or before the model was moved or converted (Model.to). "
                + "Make it afterwards; a pipeline moves its model itself (UseDevice).");
        }

        foreach (TaskProblem problem in task.Problems(views))
            yield return problem;
    }

    /// <summary>The names of the trainable parameters that an optimizer leaves as they are; none where that cannot be known.</summary>
    public static string[] LeftOut(nn.Module module, optim.Optimizer optimizer)
    {
        if (Held(optimizer) is not { } held)
            return [];
        return
        [
            .. from item in module.named_parameters()
               where item.parameter.requires_grad && !held.Contains(item.parameter.Handle)
               select item.name,
        ];
    }

    private static bool HoldsNothing(nn.Module module, optim.Optimizer optimizer)
        => Held(optimizer) is { } held
            && !module.parameters().Any(parameter => parameter.requires_grad && held.Contains(parameter.Handle));

    // Null where that cannot be known: native optimizers (LBFGS) do not give their parameters away.
    private static HashSet<IntPtr>? Held(optim.Optimizer optimizer)
    {
        if (optimizer is not OptimizerHelper)
            return null;
        IEnumerable<Parameter> all = optimizer.ParamGroups.OfType<ParamGroup>().SelectMany(group => group.Parameters);
        // Those of a model that was converted may be disposed.
        return [.. all.Where(parameter => !parameter.IsInvalid).Select(parameter => parameter.Handle)];
    }
}
