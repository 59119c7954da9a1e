using System.Diagnostics;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using SimClr.Core.Samples.Pictures;
using SimClr.Core.Samples.Terminal;
using SimClr.Core.Training;
using Spectre.Console;
using static TorchSharp.torch;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The main job: images, training, evaluation.</summary>
internal sealed class QuickstartRun(QuickstartOptions options, IAnsiConsole console)
{
    private const int MonitoredImages = 2500;
    private const double MonitoredQueries = 0.2;
    private const int StandardWidth = 64;
    private const int ExampleRows = 10;

    /// <param name="cancellationToken">Ends the training after the current step; what there is then is evaluated all the same.</param>
    public QuickstartResult Run(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        set_num_threads(options.Threads);
        QuickstartData data = QuickstartData.Open(options);
        Say(data.ToString());
        using SimClrPipeline simclr = Build(data);
        QuickstartEvaluation evaluation = new(data, options.Threads);

        Say($"Training {QuickstartFacts.EncoderName(options)} on {options.Threads} threads; Ctrl-C ends it early, --resume goes on");
        RepresentationPair untrained = evaluation.Represent(simclr.Encoder);
        TrainingResult training = TrainingDisplay.Run(console, progress => simclr.Train(progress, cancellationToken));

        Say("Evaluating");
        RepresentationPair trained = evaluation.Represent(simclr.Encoder);
        return new QuickstartResult
        {
            Options = options,
            Data = data,
            Training = training,
            Scores = data.Test is not null ? evaluation.Score(trained, untrained) : null,
            Views = ViewSheet.Create(data.Training, simclr.Views, ExampleImages.Choose(data.Training, ExampleRows)),
            Neighbours = evaluation.Neighbours(trained, ExampleRows),
            Duration = Stopwatch.GetElapsedTime(start),
        };
    }

    private SimClrPipeline Build(QuickstartData data)
    {
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(data.Training)
            .UseAugmentations(SimClrAugmentations.Cifar(QuickstartData.ImageSize, augmentation => augmentation.NonRgb = NonRgbHandling.PassThrough))
            .UseEncoder(Enum.Parse<ResNetDepth>(options.Encoder, ignoreCase: true), encoder =>
            {
                encoder.SmallImages = true;
                encoder.WidthMultiplier = (double)options.Width / StandardWidth;
                encoder.InputChannels = data.Channels;
                encoder.Precision = Precision.Auto;
            })
            .UseNtXentLoss(options.Temperature)
            // In a run of minutes with small batches plain momentum learns faster than LARS, which is for large ones.
            .UseSgd(sgd => sgd.LearningRate = options.LearningRate)
            .ConfigureTraining(training =>
            {
                training.Epochs = options.Epochs;
                training.BatchSize = Math.Min(options.BatchSize, data.Training.Count);
                training.Seed = options.Seed;
                training.Workers = options.Threads;
            })
            .UseCheckpoints(Path.Combine(options.Output, "checkpoints"), checkpoints =>
            {
                checkpoints.Keep = 1;
                checkpoints.Resume = options.Resume ? ResumeMode.IfPresent : ResumeMode.StartOver;
            });
        return data.Test is null ? builder.Build() : builder.UseKnnMonitor(Monitor(data)).Build();
    }

    // The test images stay untouched until the end: some training images vote on others.
    private KnnMonitor Monitor(QuickstartData data)
    {
        (SubsetSource bank, SubsetSource queries) = SubsetSource.HoldOut(SubsetSource.Balanced(data.Training, MonitoredImages, options.Seed), MonitoredQueries, options.Seed);
        return new KnnMonitor(bank, queries, extraction: new FeatureExtractorOptions { Workers = options.Threads, Preprocessing = data.Preprocessing });
    }

    private void Say(string text) => console.Profile.Out.Writer.WriteLine(text);
}
