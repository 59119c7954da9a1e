using System.Globalization;
using Microsoft.Extensions.Logging;
using SimClr.Core.Loading;
using SimClr.Core.Models;

namespace SimClr.Core.Training.Callbacks;

/// <summary>What a run has to say to its logger: its beginning, each epoch, its end.</summary>
internal sealed class TrainingLog(TrainingRun run, IReadOnlyList<ViewGroup> views) : TrainingCallback
{
    private const int NamesInMessage = 3;

    private readonly ILogger _logger = run.Setup.Logger;

    /// <summary>What is about to run, and what looks like a mistake in it.</summary>
    public override void OnRunStarted(TrainingContext context)
    {
        _logger.LogInformation(
            "Training {Epochs} epochs of {Steps} steps, {Images} images a step",
            run.Epochs,
            run.Plan.StepsPerEpoch,
            run.Setup.Options.BatchSize);
        if (run.Setup.Task.Encoder is { } encoder)
            Encoder(encoder);
        if (run.Plan.LeftOver > 0 && run.Plan.LeftOver < run.Setup.Task.MinimumBatchSize)
        {
            _logger.LogWarning(
                "The last batch of each epoch has 1 image, so no negatives: it teaches nothing and counts in no figure. "
                + "Choose a BatchSize that leaves more of the {Images} images, or set DropLastBatch",
                run.Plan.Images);
        }

        if (ModelChecks.LeftOut(run.Setup.Task.Module, run.Setup.Optimizer) is { Length: > 0 } left)
        {
            _logger.LogWarning(
                "The optimizer leaves {Count} trainable parameters of the model as they are: {Names}. "
                + "Give them to it, or freeze them (requires_grad = false)",
                left.Length,
                string.Join(", ", left.Take(NamesInMessage)) + (left.Length > NamesInMessage ? ", ..." : ""));
        }
    }

    public override void OnStepCompleted(TrainingContext context)
    {
        if (context.Report?.CompletedEpoch is not { } epoch)
            return;
        _logger.LogInformation(
            "Epoch {Epoch} of {Epochs}: {Metrics}",
            epoch.Epoch,
            run.Epochs,
            string.Join(", ", epoch.Metrics.Select(metric => string.Create(CultureInfo.InvariantCulture, $"{metric.Key} {metric.Value:g4}"))));
    }

    public override void OnRunEnded(TrainingContext context)
    {
        if (run.StopReason is { } reason)
            _logger.LogInformation("Stopped after step {Step} of {Total}: {Reason}; {Outcome}", run.Steps, run.TotalSteps, reason, run.Outcome);
        else if (!run.IsOver)
            _logger.LogInformation("Canceled after step {Step} of {Total}; {Outcome}", run.Steps, run.TotalSteps, run.Outcome);
    }

    private void Encoder(Encoder encoder)
    {
        _logger.LogInformation("The encoder computes in {Precision}", encoder.Precision);
        foreach (string warning in views.SelectMany(group => encoder.Warnings(group.Shape.Height, group.Shape.Width)).Distinct())
            _logger.LogWarning("{Warning}", warning);
    }
}
