using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Validation;

namespace SimClr.Core.Training.Callbacks;

/// <summary>What callbacks that can be tried (<see cref="ITriedCallback"/>) have in common.</summary>
internal static class CallbackTrial
{
    private const int Images = 8;

    /// <summary>Tries something for nothing but the exceptions.</summary>
    /// <exception cref="ArgumentException">It cannot work; the message names the callback.</exception>
    public static void Run(string callback, Action trial)
    {
        try
        {
            trial();
        }
        catch (Exception failure) when (failure is not (OutOfMemoryException or ObjectDisposedException))
        {
            throw new ArgumentException($"{callback}: {Reason.Of(failure).Split('\n')[0]}", failure);
        }
    }

    /// <summary>A few images to try on: the first, the last, and some between, as a folder's sizes differ somewhere.</summary>
    /// <param name="source">At least one image; a small source is taken whole.</param>
    public static SubsetSource Sample(IImageSource source)
    {
        long last = source.Count - 1;
        IEnumerable<int> spread = Enumerable.Range(0, Images).Select(number => (int)(last * number / (Images - 1)));
        return new SubsetSource(source, [.. spread.Distinct()]);
    }

    /// <summary>The task's encoder.</summary>
    /// <exception cref="ArgumentException">It has none; the message names the callback.</exception>
    public static Encoder EncoderOf(ITrainingTask task, string callback) => task.Encoder ?? throw new ArgumentException(
        $"{callback} measures an encoder's features, but {task.GetType().Name} has no {nameof(ITrainingTask.Encoder)}.");
}
