using System.Numerics;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Models.ExplicitGradient;
using SimClr.Core.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>Foretells the memory that a training step takes for activations, and from that the micro-batch that a budget allows.</summary>
/// <remarks>
/// Computed from shapes and never from a reading of free memory: the micro-batch decides what batch norm sees, so the same options must
/// give the same one on every machine. Two views go through the model, and the outputs of all its innermost modules are added up and
/// tripled. Weights, gradients and optimiser state come on top; they do not depend on the batch. A module's own intermediate results are
/// not seen.
/// </remarks>
public static class ActivationMemory
{
    /// <summary>
    /// Bytes in memory at the peak of a step for each byte of the layers' outputs: what autograd keeps, gradients on their way, and the
    /// kernels' scratch. Measured with the benchmarks "step" and "large-batch" on ResNet-18 at 32 x 32: 2.2 to 2.5 in bfloat16, 2.9 to 3.0
    /// in single precision. The largest, so that a budget holds.
    /// Since libtorch's large blocks come from a heap of our own (decision 10) it is about 1.1; the factor stays, because it decides which
    /// micro-batch a budget gives, and with that the results.
    /// </summary>
    private const int BytesPerByteOfOutput = 3;

    /// <summary>Bytes that the activations and their gradients take at the peak of a step.</summary>
    /// <param name="model">Its mode, statistics and weights are left as they are.</param>
    /// <param name="view">Shape of a view.</param>
    /// <param name="images">Images that go through together, two views each; at least 1.</param>
    /// <exception cref="ArgumentException">The view has another number of channels than the encoder expects.</exception>
    /// <exception cref="InvalidOperationException">The model is in use on another thread, by a training say.</exception>
    public static long Estimate(SimClrModel model, ViewShape view, int images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        return checked(images * BytesPerImage(model, view));
    }

    /// <summary>The largest micro-batch, a power of two or the whole batch, whose estimate stays within a budget.</summary>
    /// <param name="model">Its mode, statistics and weights are left as they are.</param>
    /// <param name="view">Shape of a view.</param>
    /// <param name="batchSize">N, images of the whole batch; at least 2.</param>
    /// <param name="budgetBytes">Bytes that activations may take.</param>
    /// <exception cref="ArgumentException">
    /// Not even two images fit, or the view has another number of channels than the encoder expects.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model is in use on another thread, by a training say.</exception>
    public static int LargestMicroBatch(SimClrModel model, ViewShape view, int batchSize, long budgetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 2);
        return Fit(model, view, batchSize, budgetBytes, out string problem) ?? throw new ArgumentException(problem, nameof(budgetBytes));
    }

    /// <summary>The micro-batch that training options with a budget allow.</summary>
    /// <exception cref="ArgumentException">Not even two images fit; the message names the option.</exception>
    internal static int LargestMicroBatch(SimClrModel model, ViewShape view, TrainingOptions options)
        => Fit(model, view, options.BatchSize, options.MicroBatchBudgetBytes!.Value, out string problem)
            ?? throw new ArgumentException($"{nameof(TrainingOptions.MicroBatchBudgetBytes)}: {problem}");

    private static int? Fit(SimClrModel model, ViewShape view, int batchSize, long budgetBytes, out string problem)
    {
        long perImage = BytesPerImage(model, view);
        long images = Math.Min(budgetBytes / perImage, batchSize);
        problem = $"A micro-batch has at least 2 images, which take about {2 * perImage:N0} bytes for views of {view}, but the budget is {budgetBytes:N0} bytes.";
        if (images < 2)
            return null;
        return images == batchSize ? batchSize : (int)BitOperations.RoundUpToPowerOf2((uint)images + 1) / 2;
    }

    private static long BytesPerImage(SimClrModel model, ViewShape view)
    {
        ArgumentNullException.ThrowIfNull(model);
        const int probes = 2;
        using ModuleUse use = ModuleUse.Begin(model, nameof(ActivationMemory), ModuleUseKind.Changing);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        ModuleBuffers buffers = new(model);
        Tensor state = random.get_rng_state();
        bool training = model.training;
        List<long> outputs = [];
        using LayerByLayer watchable = new(model);
        using ForwardHooks hooks = new();
        foreach (nn.Module<Tensor, Tensor> leaf in Leaves(model))
            hooks.Add(leaf, output => outputs.Add(Bytes(output)));
        Tensor input = zeros([probes, view.Height, view.Width, view.Channels], device: model.parameters().First().device).permute(0, 3, 1, 2); // [2, C, H, W]
        try
        {
            model.train();
            model.call(input);
        }
        finally
        {
            model.train(training);
            buffers.Restore();
            random.set_rng_state(state);
        }

        return Bytes(input) + BytesPerByteOfOutput * outputs.Sum();
    }

    private static IEnumerable<nn.Module<Tensor, Tensor>> Leaves(nn.Module model)
        => model.modules().Where(module => !module.children().Any()).OfType<nn.Module<Tensor, Tensor>>();

    private static long Bytes(Tensor tensor) => tensor.NumberOfElements * tensor.ElementSize;
}
