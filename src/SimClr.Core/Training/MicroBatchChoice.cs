using Microsoft.Extensions.Logging;
using SimClr.Core.Loading;
using SimClr.Core.Models;

namespace SimClr.Core.Training;

/// <summary>How many images go through the network together.</summary>
internal static class MicroBatchChoice
{
    /// <summary>As the options say, or the most that their budget allows.</summary>
    /// <param name="task">What is trained.</param>
    /// <param name="options">Of the run.</param>
    /// <param name="views">The views of each image, by shape.</param>
    /// <param name="ranks">Ranks that share a micro-batch, each with the budget for itself.</param>
    /// <param name="logger">Is told of a choice.</param>
    /// <returns>Images of all ranks together.</returns>
    /// <exception cref="ArgumentException">There is a budget, but the memory of the task cannot be estimated.</exception>
    public static int Size(ITrainingTask task, TrainingOptions options, IReadOnlyList<ViewGroup> views, int ranks, ILogger logger)
    {
        if (options.MicroBatchBudgetBytes is not { } budget)
            return Math.Min(options.MicroBatchSize ?? options.BatchSize, options.BatchSize);
        if (task.Module is not SimClrModel model)
        {
            throw new ArgumentException(
                $"{nameof(TrainingOptions.MicroBatchBudgetBytes)}: the memory of {task.GetType().Name} cannot be estimated; "
                + $"set {nameof(TrainingOptions.MicroBatchSize)} instead.");
        }

        int size = (int)Math.Min((long)ActivationMemory.LargestMicroBatch(model, views, options) * ranks, options.BatchSize);
        logger.LogInformation("Micro-batches of {Size} images, for a budget of {Bytes} bytes", size, budget);
        return size;
    }
}
