using Microsoft.Extensions.Logging;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>Makes the pipelines of a run: one to rehearse with, one to train. Both begin with the same weights.</summary>
internal sealed class PipelineFactory(PretrainingSetup setup, PretrainingData data, RunOptions options)
{
    private const double MonitoredQueries = 0.2;

    /// <summary>More than any rehearsal lasts, so that the learning rate stays near zero all through it.</summary>
    private const int RehearsalEpochs = 1000;

    public PretrainingSetup Setup => setup;

    public PretrainingData Data => data;

    /// <summary>The checkpoint that a resumed run goes on from; null where there is none, or the run begins anew.</summary>
    public string? Resumed => options.Resume ? CheckpointFile.FindNewest(CheckpointFolder) : null;

    /// <summary>Null where the images have no labels.</summary>
    public KnnMonitor? Monitor { get; } = data.Test is null ? null : CreateMonitor(setup, data, options, everyEpochs: 1);

    private string CheckpointFolder => Path.Combine(options.Output, "checkpoints");

    /// <summary>
    /// A pipeline to measure with: it reports often, for where steps are long, but not at each, for where they are short.
    /// </summary>
    public SimClrPipeline Rehearsing() => Builder(RehearsalEpochs).ConfigureTraining(training => training.LogEverySteps = 4).Build();

    /// <summary>The pipeline that counts.</summary>
    /// <param name="plan">Its length.</param>
    /// <param name="logger">Receives what the library has to say.</param>
    public SimClrPipeline Training(PretrainingPlan plan, ILogger logger)
    {
        SimClrBuilder builder = Builder(plan.Epochs)
            .UseLogger(logger)
            .ConfigureTraining(training => training.WarmupEpochs = plan.WarmupEpochs)
            .UseCheckpoints(CheckpointFolder, checkpoints =>
            {
                checkpoints.Keep = 1;
                checkpoints.Resume = options.Resume ? ResumeMode.IfPresent : ResumeMode.StartOver;
            });
        return data.Test is null ? builder.Build() : builder.UseKnnMonitor(CreateMonitor(setup, data, options, plan.KnnEveryEpochs)).Build();
    }

    private SimClrBuilder Builder(int epochs)
    {
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(data.Training)
            .ConfigureTraining(training =>
            {
                training.Epochs = epochs;
                training.BatchSize = setup.BatchSize;
                training.Seed = options.Seed;
                training.Workers = options.Threads;
            });
        setup.Configure(builder);
        return builder;
    }

    // The test images stay untouched until the end: some training images vote on others.
    private static KnnMonitor CreateMonitor(PretrainingSetup setup, PretrainingData data, RunOptions options, int everyEpochs)
    {
        SubsetSource monitored = SubsetSource.Balanced(data.Training, setup.MonitoredImages, options.Seed);
        (SubsetSource bank, SubsetSource queries) = SubsetSource.HoldOut(monitored, MonitoredQueries, options.Seed);
        return new KnnMonitor(
            bank, queries, extraction: new FeatureExtractorOptions { Workers = options.Threads, Preprocessing = data.Preprocessing })
        {
            EveryEpochs = everyEpochs,
        };
    }
}
