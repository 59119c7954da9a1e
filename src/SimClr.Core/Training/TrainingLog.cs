using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>What a training has to say to its logger.</summary>
internal sealed class TrainingLog(ILogger logger)
{
    private const int NamesInMessage = 3;

    /// <summary>What is about to run, and what looks like a mistake in it.</summary>
    public void Begin(SimClrModel model, optim.Optimizer optimizer, TrainingPlan plan, TrainingOptions options, ViewShape view)
    {
        logger.LogInformation(
            "Training {Epochs} epochs of {Steps} steps, {Images} images a step", options.Epochs, plan.StepsPerEpoch, options.BatchSize);
        logger.LogInformation("The encoder computes in {Precision}", model.Encoder.Precision);
        foreach (string warning in model.Encoder.Warnings(view.Height, view.Width))
            logger.LogWarning("{Warning}", warning);
        if (plan.LeftOver == 1)
        {
            logger.LogWarning(
                "The last batch of each epoch has 1 image, so no negatives: it teaches nothing and counts in no figure. "
                + "Choose a BatchSize that leaves more of the {Images} images, or set DropLastBatch",
                plan.Images);
        }

        if (ModelChecks.LeftOut(model, optimizer) is { Length: > 0 } left)
        {
            logger.LogWarning(
                "The optimiser leaves {Count} trainable parameters of the model as they are: {Names}. "
                + "Give them to it, or freeze them (requires_grad = false)",
                left.Length,
                string.Join(", ", left.Take(NamesInMessage)) + (left.Length > NamesInMessage ? ", ..." : ""));
        }
    }

    /// <summary>That the run repeats one before it.</summary>
    public void Repetition() => logger.LogWarning(
        "This trainer has trained before: with the same seed it draws the same images and views again, in the same order, and the "
        + "learning rate starts anew. For other views, use more Epochs or another Seed");

    /// <summary>What an epoch came to.</summary>
    public void Epoch(EpochSummary epoch, int epochs)
    {
        if (epoch.Collapsed)
        {
            logger.LogWarning(
                "Epoch {Epoch}: the representation has collapsed, the embeddings do not tell images apart "
                + "(deviation {Deviation:g3} of at most 1, contrastive accuracy {Accuracy:g3}). "
                + "Look whether the images differ at all; if so, try a lower learning rate, a longer warm-up or weaker augmentations",
                epoch.Epoch,
                epoch.EmbeddingDeviation,
                epoch.ContrastiveAccuracy);
        }

        logger.LogInformation(
            "Epoch {Epoch} of {Epochs}: loss {Loss:f4}, kNN {Knn}, {Speed:f0} views/s",
            epoch.Epoch,
            epochs,
            epoch.Loss,
            epoch.KnnAccuracy,
            epoch.ViewsPerSecond);
    }
}
