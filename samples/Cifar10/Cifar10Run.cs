using System.Diagnostics;
using SimClr.Core.Interop;
using SimClr.Core.Samples.Pictures;
using SimClr.Core.Samples.Terminal;
using SimClr.Core.Training;
using Spectre.Console;
using static TorchSharp.torch;

namespace SimClr.Core.Samples.Pretraining;

/// <summary>The job of every sample that pretrains: images, rehearsal, training, evaluation.</summary>
public sealed class PretrainingRun(IPretrainingSample sample, IAnsiConsole console)
{
    /// <summary>What the run is for: the weights of the trained encoder, in the output folder.</summary>
    public const string EncoderFile = "encoder.safetensors";

    private const int ExampleRows = 10;

    /// <param name="cancellationToken">Ends the training after the current step; what there is then is evaluated all the same.</param>
    /// <exception cref="PlanningException">What the user asked for cannot be done.</exception>
    /// <exception cref="OperationCanceledException">The user ended a measurement that the plan needs.</exception>
    public PretrainingResult Run(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        set_num_threads(sample.Options.Threads);
        PretrainingData data = sample.Open(cancellationToken);
        Say(data.ToString());
        SayWhatIsReplaced();
        PipelineFactory pipelines = new(sample.Setup(data), data, sample.Options);
        PretrainingEvaluation evaluation = new(data, pipelines.Setup.EvaluationSizes, sample.Options.Threads);
        (Baselines? baselines, PretrainingPlan plan) = Rehearse(pipelines, evaluation, start, cancellationToken);

        using SimClrPipeline simclr = pipelines.Training(plan, new WarningLog(console));
        TrainingResult training = Train(simclr, pipelines, plan, cancellationToken);

        // Before the evaluation, which takes a while and may be broken off.
        SaveEncoder(simclr);
        Say("Evaluating");
        RepresentationPair trained = evaluation.Represent(simclr.Encoder);
        return new PretrainingResult
        {
            Setup = pipelines.Setup,
            Plan = plan,
            Data = data,
            Training = training,
            Scores = baselines is null ? null : new ScoreTable(PretrainingEvaluation.Score(trained), baselines.Random, baselines.Pixels)
            {
                UsualSize = evaluation.ScoreUsualSize(simclr.Encoder),
            },
            Views = ViewSheet.Create(data.Training, simclr.Views, ExampleImages.Choose(data.Training, ExampleRows)),
            Neighbors = evaluation.Neighbors(trained, ExampleRows),
            Duration = Stopwatch.GetElapsedTime(start),
        };
    }

    private (Baselines? Baselines, PretrainingPlan Plan) Rehearse(
        PipelineFactory pipelines, PretrainingEvaluation evaluation, long start, CancellationToken cancellationToken)
    {
        if (pipelines.Data.Test is not null)
            Say("Measuring what training has to beat: random weights and raw pixels");
        using Rehearsal rehearsal = Rehearsal.Begin(pipelines, evaluation, start, cancellationToken);
        PretrainingPlan plan = sample.Plan(rehearsal);
        return (rehearsal.Baselines, plan);
    }

    private TrainingResult Train(SimClrPipeline simclr, PipelineFactory pipelines, PretrainingPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Summary is { } summary)
            Say(summary);
        if (sample.Options.Resume)
            Say(pipelines.Resumed is { } checkpoint ? $"Going on from {checkpoint}" : "There is no checkpoint to go on from; beginning anew");
        Say($"Training {pipelines.Setup.EncoderName} on {sample.Options.Threads} {(sample.Options.Threads == 1 ? "thread" : "threads")}; Ctrl-C ends it early, --resume goes on");
        ExpectedEnd? end = plan.EvaluationTime is { } after ? new ExpectedEnd(TimeProvider.System, after) : null;
        return TrainingDisplay.Run(console, progress => simclr.Train(progress, cancellationToken), end);
    }

    private void SayWhatIsReplaced()
    {
        string output = Path.GetFullPath(sample.Options.Output);
        if (!sample.Options.Resume && File.Exists(Path.Combine(output, EncoderFile)))
            Say($"{output} holds the results of an earlier run, which this one replaces; another --output keeps them");
    }

    private void SaveEncoder(SimClrPipeline simclr)
    {
        Directory.CreateDirectory(sample.Options.Output);
        simclr.Encoder.SaveWeights(Path.Combine(sample.Options.Output, EncoderFile));
    }

    private void Say(string text) => console.Profile.Out.Writer.WriteLine(text);
}
