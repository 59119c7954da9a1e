using System.Diagnostics;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Evaluation;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Reporting;
using SimClr.Core.Samples.Data;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using static TorchSharp.torch;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The main job: a small network learns from any images without their labels; then its representations are measured.</summary>
/// <param name="options">What the user chose.</param>
/// <param name="output">Receives what is done.</param>
/// <param name="ranks">The processes that train together; the first one writes the files.</param>
internal sealed class QuickstartRun(QuickstartOptions options, TextWriter output, ICollective ranks)
{
    private const string EncoderFile = "encoder.safetensors";
    private const int StandardWidth = 64;
    private const int HeadWidth = 512;

    /// <summary>The smallest crop's share of the image: less of it shows too little in so small a view.</summary>
    private const double MinimumCropArea = 0.12;

    private string Checkpoints => Path.Combine(options.Output, "checkpoints");

    /// <summary>Does it all, from images to report.</summary>
    /// <param name="cancellationToken">Ends the training after the current step; what there is then is evaluated all the same.</param>
    /// <returns>Whether the training came to its planned end.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        set_num_threads(options.Threads);
        SampleData data = SampleData.Open(options, cancellationToken);
        output.WriteLine(data);
        if (!options.Resume && File.Exists(Path.Combine(options.Output, EncoderFile)))
            output.WriteLine($"{Path.GetFullPath(options.Output)} holds the results of an earlier run, which this one replaces; another --output keeps them");
        Score[] baselines = Baselines(data);

        using TerminalProgress progress = new(output: output);
        SimClrBuilder recipe = Recipe(data)
            .UseCallback(progress)
            .UseLogger(progress.Logger)
            .UseCheckpoints(Checkpoints, o => (o.Keep, o.Resume) = (1, options.Resume ? ResumeMode.IfPresent : ResumeMode.StartOver));
        using SimClrPipeline simclr = (data.Test is null ? recipe : recipe.UseKnnMonitor(Monitor(data))).Build();
        if (options.Resume)
            output.WriteLine(CheckpointFile.FindNewest(Checkpoints) is { } checkpoint ? $"Going on from {checkpoint}" : "There is no checkpoint to go on from; beginning anew");
        output.WriteLine($"Training {options.EncoderName} {Words.Processors(options.Threads, ranks.Size)}; Ctrl-C ends it early, --resume goes on");
        TrainingResult training = simclr.Train(cancellationToken: cancellationToken);

        // Before the evaluation, which takes a while and may be broken off.
        if (ranks.Rank == 0)
        {
            Directory.CreateDirectory(options.Output);
            simclr.Encoder.SaveWeights(Path.Combine(options.Output, EncoderFile));
        }

        output.WriteLine("Evaluating");
        FeatureSet known = Represent(simclr.Encoder, data.Training);
        FeatureSet? unknown = data.Test is { } test ? Represent(simclr.Encoder, test) : null;
        if (ranks.Rank > 0)
            return !training.Canceled;
        new QuickstartReport(options, data, training)
        {
            Scores = unknown is null ? [] : [Score.Of("pretrained encoder", known, unknown), .. baselines],
            Views = ImageGrid.OfViews(data.Training, simclr.Views),
            Neighbors = ImageGrid.OfNeighbors(data.Test ?? data.Training, unknown ?? known, data.Training, known),
            Duration = Stopwatch.GetElapsedTime(start),
        }.Write(output, EncoderFile);
        return !training.Canceled;
    }

    /// <summary>All that is trained: two views of each image, a small ResNet, a projection head, NT-Xent and momentum.</summary>
    private SimClrBuilder Recipe(SampleData data) => new SimClrBuilder()
        .UseImages(data.Training)
        .UseAugmentations(SimClrAugmentations.Cifar(options.ViewShape, o => (o.MinimumArea, o.NonRgb) = (MinimumCropArea, NonRgbHandling.PassThrough)))
        .UseEncoder(options.Depth, o =>
        {
            (o.Stem, o.Precision, o.InputChannels) = (ResNetStem.Cifar, Precision.Auto, data.Channels);
            o.WidthMultiplier = (double)options.Width / StandardWidth;
        })
        .UseProjectionHead(o => o.HiddenDimension = HeadWidth)
        .UseNtXentLoss(options.Temperature)
        // In a run of minutes with small batches plain momentum learns faster than LARS, which is for large ones.
        .UseSgd(o => o.LearningRate = options.LearningRate)
        .UseCollective(ranks)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Seed, o.Workers) = (options.Epochs, Math.Min(options.BatchSize, data.Training.Count), options.Seed, options.Threads));

    /// <summary>What training has to beat: the same encoder before its first step, and no encoder at all.</summary>
    private Score[] Baselines(SampleData data)
    {
        if (data.Test is not { } test)
            return [];
        output.WriteLine("Measuring what training has to beat: random weights and raw pixels");
        using SimClrPipeline untrained = Recipe(data).Build();
        (FeatureSet known, FeatureSet unknown) = (Represent(untrained.Encoder, data.Training), Represent(untrained.Encoder, test));
        return ranks.Rank > 0 ? [] :
        [
            Score.Of("same encoder, random weights", known, unknown),
            Score.Of("raw pixels", FeatureSet.FromPixels(data.Training, data.Preprocessing), FeatureSet.FromPixels(test, data.Preprocessing)),
        ];
    }

    // The test images stay untouched until the end: some training images vote on others.
    private KnnMonitor Monitor(SampleData data)
    {
        (SubsetSource bank, SubsetSource queries) = SubsetSource.HoldOut(SubsetSource.Balanced(data.Training, 2500, options.Seed), 0.2, options.Seed);
        return new KnnMonitor(bank, queries, extraction: new FeatureExtractorOptions { Workers = options.Threads, Preprocessing = data.Preprocessing });
    }

    // Images at their usual size, whatever the size of the views in training.
    private FeatureSet Represent(Encoder encoder, IImageSource images) => new FeatureExtractor(
        encoder, new FeatureExtractorOptions { Workers = options.Threads, ReadOut = new ReadOut { Views = EvaluationViews.Sizes(SampleData.ImageSize) } })
        .Extract(images, ranks);
}
