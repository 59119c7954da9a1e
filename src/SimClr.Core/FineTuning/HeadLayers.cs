using SimClr.Core.Models;

namespace SimClr.Core.FineTuning;

/// <summary>The layers of a pretrained head that stay between h and the linear layer.</summary>
internal static class HeadLayers
{
    /// <summary>Copies of as many as the options say; null for none.</summary>
    /// <exception cref="ArgumentException">There are too few, or the head has none that could be taken.</exception>
    public static MlpProjectionHead? Of(SimClrModel pretrained, FineTuningOptions options)
    {
        if (options.HeadLayers == 0)
            return null;
        return pretrained.ProjectionHead is MlpProjectionHead head ? head.CopyLayers(options.HeadLayers) : throw new ArgumentException(
            $"{nameof(FineTuningOptions.HeadLayers)} is {options.HeadLayers}, but only an {nameof(MlpProjectionHead)} has layers to begin from, "
            + $"and this is a {pretrained.ProjectionHead.GetType().Name}: put an {nameof(ImageClassifier)} together and call "
            + $"{nameof(FineTuner)}.{nameof(FineTuner.Train)}.");
    }

    /// <summary>The options, where they want no layers.</summary>
    /// <exception cref="ArgumentException">They do, but there is no head to take them from.</exception>
    public static FineTuningOptions RequireNone(FineTuningOptions options) => options.HeadLayers == 0 ? options : throw new ArgumentException(
        $"{nameof(FineTuningOptions.HeadLayers)} is {options.HeadLayers}, but an encoder alone has no projection head: "
        + $"give {nameof(FineTuner.Fit)} the pretrained model.");
}
