using System.Numerics;
using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Numerics;

namespace SimClr.Core.Training;

/// <summary>Foretells the memory that a training step takes for activations, and from that the micro-batch that a budget allows.</summary>
/// <remarks>
/// A few empty images go forward and back through the model, whatever its layers are, and what libtorch allocates for them is counted. It
/// depends on shapes, on the network's arithmetic and on the processor's kernels, and never on how much memory is free or what else runs: a
/// machine always decides alike. Weights, their gradients and optimizer state come on top; they do not depend on the batch.
/// <para>
/// libtorch's allocations can be counted on the CPU of Linux on x86-64. Elsewhere there is an upper bound, three bytes for each byte of the
/// layers' outputs, for a <see cref="ResNetEncoder"/> with an <see cref="MlpProjectionHead"/>; other models are refused, since what a module
/// computes between its layers is not seen.
/// </para>
/// </remarks>
public static class ActivationMemory
{
    private const int UsualViews = 2;

    /// <summary>Bytes that the activations of two views of each image and their gradients take at the peak of a step.</summary>
    /// <param name="model">Its mode, statistics, weights and gradients are left as they are.</param>
    /// <param name="view">Shape of a view.</param>
    /// <param name="images">Images that go through together, two views each; at least 1.</param>
    /// <exception cref="ArgumentException">
    /// The view has another number of channels than the encoder expects, or the model's memory cannot be foretold on this machine.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model is in use on another thread, by a training say.</exception>
    public static long Estimate(SimClrModel model, ViewShape view, int images) => Estimate(model, [new ViewGroup(view, UsualViews)], images);

    /// <summary>Bytes that the activations of all views and their gradients take at the peak of a step.</summary>
    /// <param name="model">Its mode, statistics, weights and gradients are left as they are.</param>
    /// <param name="groups">The views of each image.</param>
    /// <param name="images">Images that go through together; at least 1.</param>
    /// <inheritdoc cref="Estimate(SimClrModel, ViewShape, int)" path="/exception"/>
    public static long Estimate(SimClrModel model, IReadOnlyList<ViewGroup> groups, int images)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThan(images, 1);
        AllocatorTuning.EnsureApplied();
        return checked(images * BytesPerImage(model, groups));
    }

    /// <summary>The largest micro-batch, a power of two or the whole batch, whose estimate stays within a budget, with two views.</summary>
    /// <param name="model">Its mode, statistics, weights and gradients are left as they are.</param>
    /// <param name="view">Shape of a view.</param>
    /// <param name="batchSize">N, images of the whole batch; at least 2.</param>
    /// <param name="budgetBytes">Bytes that activations may take.</param>
    /// <exception cref="ArgumentException">
    /// Not even two images fit, the view has another number of channels than the encoder expects, or the model's memory cannot be foretold
    /// on this machine.
    /// </exception>
    /// <exception cref="InvalidOperationException">The model is in use on another thread, by a training say.</exception>
    public static int LargestMicroBatch(SimClrModel model, ViewShape view, int batchSize, long budgetBytes)
        => LargestMicroBatch(model, [new ViewGroup(view, UsualViews)], batchSize, budgetBytes);

    /// <summary>The largest micro-batch, a power of two or the whole batch, whose estimate stays within a budget.</summary>
    /// <param name="model">Its mode, statistics, weights and gradients are left as they are.</param>
    /// <param name="groups">The views of each image.</param>
    /// <param name="batchSize">N, images of the whole batch; at least 2.</param>
    /// <param name="budgetBytes">Bytes that activations may take.</param>
    /// <inheritdoc cref="LargestMicroBatch(SimClrModel, ViewShape, int, long)" path="/exception"/>
    public static int LargestMicroBatch(SimClrModel model, IReadOnlyList<ViewGroup> groups, int batchSize, long budgetBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 2);
        long two = Estimate(model, groups, 2);
        return Fit(two / 2, batchSize, budgetBytes) ?? throw new ArgumentException(TooSmall(two, groups, budgetBytes), nameof(budgetBytes));
    }

    /// <summary>The micro-batch that training options with a budget allow.</summary>
    /// <exception cref="ArgumentException">Not even two images fit, or the memory cannot be foretold; the message names the option.</exception>
    internal static int LargestMicroBatch(SimClrModel model, IReadOnlyList<ViewGroup> groups, TrainingOptions options)
    {
        const string option = nameof(TrainingOptions.MicroBatchBudgetBytes);
        if (options.TuneAllocator)
            AllocatorTuning.EnsureApplied();
        if (!MeasuredActivations.Supports(model) && LayerOutputs.Problem(model) is { } problem)
            throw new ArgumentException($"{option}: {problem}");
        long perImage = BytesPerImage(model, groups);
        long budget = options.MicroBatchBudgetBytes!.Value;
        return Fit(perImage, options.BatchSize, budget) ?? throw new ArgumentException($"{option}: {TooSmall(2 * perImage, groups, budget)}");
    }

    private static long BytesPerImage(SimClrModel model, IReadOnlyList<ViewGroup> groups)
    {
        if (MeasuredActivations.Supports(model))
            return MeasuredActivations.BytesPerImage(model, groups);
        return LayerOutputs.Problem(model) is { } problem ? throw new ArgumentException(problem) : LayerOutputs.BytesPerImage(model, groups);
    }

    private static int? Fit(long perImage, int batchSize, long budgetBytes)
    {
        long images = Math.Min(budgetBytes / perImage, batchSize);
        if (images < 2)
            return null;
        return images == batchSize ? batchSize : (int)BitOperations.RoundUpToPowerOf2((uint)images + 1) / 2;
    }

    private static string TooSmall(long two, IReadOnlyList<ViewGroup> groups, long budgetBytes)
        => $"A micro-batch has at least 2 images, which take about {two:N0} bytes for views of {string.Join(" and ", groups.Select(group => group.Shape))}, "
            + $"but the budget is {budgetBytes:N0} bytes.";
}
