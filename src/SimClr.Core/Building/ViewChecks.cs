using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Models;
using SimClr.Core.Training;

namespace SimClr.Core.Building;

/// <summary>Finds what is wrong with the views of a pipeline, from those of the first image.</summary>
internal static class ViewChecks
{
    /// <param name="parts">What the builder was told.</param>
    /// <param name="groups">The views, by their shapes.</param>
    /// <param name="encoder">Null where there is none yet.</param>
    /// <param name="trainingIsSound">Whether the training options are in range.</param>
    public static IEnumerable<string> Problems(PipelineParts parts, IReadOnlyList<ViewGroup> groups, Encoder? encoder, bool trainingIsSound)
    {
        foreach (ViewGroup group in groups.DistinctBy(group => group.Shape.Channels))
            foreach (string problem in ChannelProblems(encoder, group.Shape))
                yield return problem;
        if (trainingIsSound && parts.Training.MicroBatchBudgetBytes is null)
            foreach (string problem in BufferProblems(parts, groups, parts.Training.MicroBatchSize ?? parts.Training.BatchSize))
                yield return problem;
    }

    /// <summary>Whether the encoder takes the channels of a view.</summary>
    public static IEnumerable<string> ChannelProblems(Encoder? encoder, ViewShape view)
        => encoder is not null && ChannelMismatch.OfEncoder(encoder.InputChannels, view) is { } mismatch
            ? [$"InputChannels: {mismatch}"]
            : [];

    /// <summary>The views of an image, by their shapes; null where they cannot be known yet.</summary>
    /// <exception cref="ArgumentException">An operation refuses the image.</exception>
    /// <exception cref="ViewGenerationException">An operation fails.</exception>
    public static IReadOnlyList<ViewGroup>? Measure(PipelineParts parts)
    {
        if (parts.Images is not { Count: > 0 } images || parts.Augmentations is not { } augmentations)
            return null;
        try
        {
            return new ViewLoader(images, new ViewGenerator(parts.Training.Seed, augmentations())).Groups;
        }
        catch (ViewGenerationException failure) when (failure.InnerException is ImageReadException)
        {
            // Not a matter of options: the training says what becomes of images that cannot be read.
            return null;
        }
    }

    /// <summary>Whether the views of a micro-batch fit into an array.</summary>
    public static IEnumerable<string> BufferProblems(PipelineParts parts, IReadOnlyList<ViewGroup> groups, int microBatch)
    {
        int images = Math.Min(Math.Min(microBatch, parts.Training.BatchSize), parts.Images!.Count);
        foreach (ViewGroup group in groups)
        {
            long values = (long)group.Views * images * group.Shape.Length;
            if (values > Array.MaxLength)
            {
                yield return $"MicroBatchSize: {group.Views} views {group.Shape} of {images} images have {values} values, "
                    + $"more than the {Array.MaxLength} that go through together at most.";
            }
        }
    }
}
