using System.Runtime.InteropServices;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Finds, before the first step, why a model and its optimiser would fail in it, or train nothing.</summary>
internal static class ModelChecks
{
    private const int Images = 2;

    /// <exception cref="InvalidOperationException">Gradients are switched off where this is called.</exception>
    public static void RequireGradients()
    {
        if (!is_grad_enabled())
        {
            string mode = is_inference_mode_enabled() ? nameof(inference_mode) : nameof(no_grad);
            throw new InvalidOperationException($"Training needs gradients, but Train was called inside torch.{mode}(): call it outside.");
        }
    }

    /// <exception cref="ArgumentException">There are not two views of one shape, or their channels are not the encoder's.</exception>
    public static void RequireViews(SimClrModel model, ViewLoader loader)
    {
        if (loader.Views != 2)
            throw new ArgumentException($"A contrastive loss compares 2 views of an image, but the view generator makes {loader.Views}.");
        ViewShape shape = RequireOneShape(loader);
        if (shape.Channels != model.Encoder.InputChannels)
        {
            throw new ArgumentException(
                $"The encoder expects {model.Encoder.InputChannels} channels, but the views are {shape} ([C, H, W]).");
        }
    }

    /// <summary>The shape of all views.</summary>
    /// <exception cref="ArgumentException">There are several.</exception>
    public static ViewShape RequireOneShape(ViewLoader loader) => loader.Groups is [{ } group]
        ? group.Shape
        : throw new ArgumentException(
            $"All views of an image must have one shape, but the branches give {string.Join(", ", loader.Groups.Select(group => group.Shape))}.");

    /// <exception cref="InvalidOperationException">Something is wrong; the message has all of it.</exception>
    public static void Require(SimClrModel model, optim.Optimizer optimizer, ViewShape view)
    {
        (string Text, Exception? Cause)[] problems = [.. Problems(model, optimizer, view)];
        if (problems.Length > 0)
            throw new InvalidOperationException(string.Join(" ", problems.Select(problem => problem.Text)), problems[0].Cause);
    }

    /// <summary>What is wrong. Sends two empty views through the model, which leaves no trace.</summary>
    /// <exception cref="InvalidOperationException">The model is in use on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public static IEnumerable<(string Text, Exception? Cause)> Problems(SimClrModel model, optim.Optimizer optimizer, ViewShape view)
    {
        if (is_inference_mode_enabled())
            yield return ("A model made inside torch.inference_mode() can never be trained: make it outside.", null);
        if (!model.parameters().Any())
        {
            yield return ("The model has no parameters: it has nothing to train, or was disposed, perhaps with the NewDisposeScope that it "
                + "was made in.", null);
            yield break;
        }

        if (!model.parameters().Any(parameter => parameter.requires_grad))
        {
            yield return ("Every parameter of the model is frozen (requires_grad is false), so there is nothing to train: "
                + "set requires_grad where it should learn.", null);
        }
        else if (HoldsNothing(model, optimizer))
        {
            yield return ("The optimiser holds no parameter that the model has now and that requires a gradient, so nothing would be "
                + "trained: it was made for another model, or before the model was moved or converted (Model.to). "
                + "Make it afterwards; a pipeline moves its model itself (UseDevice).", null);
        }

        if (TryForward(model, view) is { } failure)
            yield return failure;
    }

    /// <summary>The names of the trainable parameters that an optimiser leaves as they are; none where that cannot be known.</summary>
    public static string[] LeftOut(SimClrModel model, optim.Optimizer optimizer)
    {
        if (Held(optimizer) is not { } held)
            return [];
        return
        [
            .. from item in model.named_parameters()
               where item.parameter.requires_grad && !held.Contains(item.parameter.Handle)
               select item.name,
        ];
    }

    private static bool HoldsNothing(SimClrModel model, optim.Optimizer optimizer)
        => Held(optimizer) is { } held
            && !model.parameters().Any(parameter => parameter.requires_grad && held.Contains(parameter.Handle));

    // Null where that cannot be known: native optimisers (LBFGS) do not give their parameters away.
    private static HashSet<IntPtr>? Held(optim.Optimizer optimizer)
    {
        if (optimizer is not OptimizerHelper)
            return null;
        IEnumerable<Parameter> all = optimizer.ParamGroups.OfType<ParamGroup>().SelectMany(group => group.Parameters);
        // Those of a model that was converted may be disposed.
        return [.. all.Where(parameter => !parameter.IsInvalid).Select(parameter => parameter.Handle)];
    }

    private static (string Text, Exception? Cause)? TryForward(SimClrModel model, ViewShape view)
    {
        using DisposeScope scope = NewDisposeScope();
        // Within a training it is the training's own; before, it is the builder's.
        using EvaluationMode mode = new(model, "Build");
        Tensor state = random.get_rng_state();
        try
        {
            return Forward(model, view) is { } problem ? (problem, null) : null;
        }
        catch (ExternalException failure)
        {
            return (Explanation(model, view, failure.Message.Split('\n')[0]), failure);
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException and not ObjectDisposedException)
        {
            return (failure.Message, failure);
        }
        finally
        {
            random.set_rng_state(state);
        }
    }

    private static string? Forward(SimClrModel model, ViewShape view)
    {
        Device device = model.parameters().First().device;
        Tensor input = zeros([Images, view.Height, view.Width, view.Channels], ScalarType.Float32, device)
            .permute(0, 3, 1, 2); // [2, C, H, W]
        Tensor h = model.Encoder.call(input); // [2, F]
        if (Mismatch("encoder", h, model.Encoder.FeatureDimension) is { } problem)
            return problem;
        return Mismatch("projection head", model.ProjectionHead.call(h), model.ProjectionHead.OutputDimension); // z: [2, D]
    }

    private static string? Mismatch(string part, Tensor output, int dimension)
        => output.shape is [Images, long length] && length == dimension
            ? null
            : $"The {part} is declared to give [{Images}, {dimension}] for {Images} images, but gives [{string.Join(", ", output.shape)}].";

    private static string Explanation(SimClrModel model, ViewShape view, string reason)
    {
        if (reason.StartsWith("Inference tensor", StringComparison.Ordinal))
            return "The model was made inside torch.inference_mode() and can never be trained: make it outside.";
        IEnumerable<Tensor> numbers = model.parameters().Concat(model.buffers()).Where(tensor => tensor.is_floating_point());
        ScalarType[] types = [.. numbers.Select(tensor => tensor.dtype).Distinct()];
        return types switch
        {
            [ScalarType.Float32] => $"The model cannot take views of {view} ([C, H, W]): {reason}.",
            [ScalarType one] => $"The model holds numbers of type {one}, but views are Float32 ({reason}): make it in single precision.",
            _ => $"The model mixes numbers of the types {string.Join(" and ", types)} ({reason}): "
                + "call torch.set_default_dtype(torch.float32) before it is made.",
        };
    }
}
