using System.Runtime.InteropServices;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Tensors;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Finds out, by sending two empty views through a model, whether it can take them and gives what it declares.</summary>
internal static class ModelShapes
{
    private const int Images = 2;

    /// <summary>What is wrong; null if nothing is. Leaves no trace in the model.</summary>
    /// <exception cref="InvalidOperationException">The model is in use on another thread.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed.</exception>
    public static TaskProblem? Problem(SimClrModel model, ViewShape view)
        => Problem(model, model.Encoder, view, input => Forward(model, input));

    /// <summary>The same for any model that begins with an encoder.</summary>
    /// <param name="model">The model.</param>
    /// <param name="encoder">Takes the views.</param>
    /// <param name="view">Their shape.</param>
    /// <param name="forward">Sends two views through; says what is wrong with the outputs, null if nothing is.</param>
    /// <inheritdoc cref="Problem(SimClrModel, ViewShape)" path="/exception"/>
    public static TaskProblem? Problem(nn.Module model, Encoder encoder, ViewShape view, Func<Tensor, string?> forward)
    {
        if (ChannelMismatch.OfEncoder(encoder.InputChannels, view) is { } mismatch)
            return new TaskProblem(mismatch) { IsOfViews = true };
        using DisposeScope scope = NewDisposeScope();
        // Within a training it is the training's own; before, it is the builder's.
        using EvaluationMode mode = new(model, "Build");
        Tensor state = random.get_rng_state();
        try
        {
            return forward(EmptyViews(model, view)) is { } problem ? new TaskProblem(problem) : null;
        }
        catch (ExternalException failure)
        {
            return new TaskProblem(Explanation(model, view, failure.Message.Split('\n')[0])) { Cause = failure };
        }
        catch (Exception failure) when (failure is ArgumentException or InvalidOperationException and not ObjectDisposedException)
        {
            return new TaskProblem(Reason.Of(failure)) { Cause = failure };
        }
        finally
        {
            random.set_rng_state(state);
        }
    }

    /// <summary>What is wrong with the output of a part for the two views; null if nothing is.</summary>
    public static string? Mismatch(string part, Tensor output, int dimension)
        => output.shape is [Images, long length] && length == dimension
            ? null
            : $"The {part} is declared to give [{Images}, {dimension}] for {Images} images, but gives [{string.Join(", ", output.shape)}].";

    private static Tensor EmptyViews(nn.Module model, ViewShape view)
        => zeros([Images, view.Height, view.Width, view.Channels], ScalarType.Float32, model.parameters().First().device)
            .permute(0, 3, 1, 2); // [2, C, H, W]

    private static string? Forward(SimClrModel model, Tensor input)
    {
        Tensor h = model.Encoder.call(input); // [2, F]
        if (Mismatch("encoder", h, model.Encoder.FeatureDimension) is { } problem)
            return problem;
        return Mismatch("projection head", model.ProjectionHead.call(h), model.ProjectionHead.OutputDimension); // z: [2, D]
    }

    private static string Explanation(nn.Module model, ViewShape view, string reason)
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
