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

namespace SimClr.Core.Samples.Cifar10;

/// <summary>A recipe, trained for as long as there is time: a rehearsal measures the machine, a plan follows from it, then all happens.</summary>
/// <param name="options">What the user chose.</param>
/// <param name="output">Receives what is done.</param>
/// <param name="ranks">The processes that train together; the first one plans, and writes the files.</param>
internal sealed class Cifar10Run(Cifar10Options options, TextWriter output, ICollective ranks)
{
    private const string EncoderFile = "encoder.safetensors";
    private const string WhiteningFile = "whitening.safetensors";
    private const int FewestMonitoredImages = 100;
    private const int MostMonitoredImages = 12_500;

    /// <summary>The most of a run that the warm-up may take.</summary>
    private const double WarmupShare = 0.25;

    /// <summary>More than any rehearsal lasts, so that the learning rate stays near zero all through it.</summary>
    private const int RehearsalEpochs = 1000;

    /// <summary>
    /// Timed is the evaluation of an untrained encoder; that of a trained one may take longer, and the pictures come on top.
    /// </summary>
    private const double EvaluationMargin = 1.25;

    private string Checkpoints => Path.Combine(options.Output, "checkpoints");

    /// <summary>Does it all, from images to report.</summary>
    /// <param name="cancellationToken">Ends the training after the current step; what there is then is evaluated all the same.</param>
    /// <returns>Whether the training came to its planned end.</returns>
    /// <exception cref="InvalidDataException">What the user asked for cannot be done in that time.</exception>
    /// <exception cref="OperationCanceledException">The user ended a measurement that the plan needs.</exception>
    public bool Run(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        set_num_threads(options.Threads);
        // Small images are decoded once: in each epoch they would cost more than their views.
        SampleData data = SampleData.Open(options, cancellationToken).InMemory();
        output.WriteLine(data);
        if (!options.Resume && File.Exists(Path.Combine(options.Output, EncoderFile)))
            output.WriteLine($"{Path.GetFullPath(options.Output)} holds the results of an earlier run, which this one replaces; another --output keeps them");
        (Score[] baselines, Cifar10Plan plan) = Rehearse(data, start, cancellationToken);
        if (ranks.Rank == 0)
            PlanFile.Write(options.Output, plan);
        output.WriteLine(plan);

        TimeBudget? budget = Budget(plan);
        using TerminalProgress progress = new(output: output) { Afterwards = TimeSpan.FromSeconds(plan.EvaluationSeconds) };
        using SimClrPipeline simclr = Build(data, plan, budget, progress);
        TrainingResult training = simclr.Train(cancellationToken: cancellationToken);
        if (budget is not null && !training.Canceled)
            plan = plan with { Revisions = budget.Revisions };

        // Before the evaluation, which takes a while and may be broken off.
        if (ranks.Rank == 0)
        {
            PlanFile.Write(options.Output, plan);
            simclr.Encoder.SaveWeights(Path.Combine(options.Output, EncoderFile));
        }

        output.WriteLine("Evaluating");
        FeatureSet known = Represent(simclr.Encoder, data.Training, options.Recipe.LooksAt);
        FeatureSet? unknown = data.Test is { } test ? Represent(simclr.Encoder, test, options.Recipe.LooksAt) : null;
        Score[] wholeImage = WholeImage(simclr, data);
        if (ranks.Rank > 0)
            return !training.Canceled;
        // A collapsed representation may vary in nothing that could be scaled; its report is written all the same.
        bool isWhitened = options.Recipe.IsWhitened && training.Epochs is not [.., { Collapsed: true }];
        if (isWhitened)
            (known, unknown) = Whiten(known, unknown);
        new Cifar10Report(options, data, training, plan)
        {
            Scores = unknown is null ? [] : [Score.Of("pretrained encoder", known, unknown), .. wholeImage, .. baselines],
            Views = ImageGrid.OfViews(data.Training, simclr.Views),
            Neighbors = ImageGrid.OfNeighbors(data.Test ?? data.Training, unknown ?? known, data.Training, known),
            Duration = Stopwatch.GetElapsedTime(start),
        }.Write(output, isWhitened ? [EncoderFile, WhiteningFile] : [EncoderFile]);
        return !training.Canceled;
    }

    /// <summary>Measures what training has to beat and how long everything takes, with a pipeline that is thrown away, and plans.</summary>
    private (Score[] Baselines, Cifar10Plan Plan) Rehearse(SampleData data, long start, CancellationToken cancellationToken)
    {
        StepTimer timer = new(TimeSpan.FromSeconds(5));
        using SimClrPipeline rehearsal = Cifar10Pipeline.Create(options, data, RehearsalEpochs).UseCallback(timer).UseCollective(ranks).Build();
        // The evaluation comes first: measuring steps trains the encoder a little. Of whole images at the usual size: as a
        // baseline it says enough, and random features take a linear probe long.
        if (data.Test is not null)
            output.WriteLine("Measuring what training has to beat: random weights and raw pixels");
        long begin = Stopwatch.GetTimestamp();
        FeatureSet known = Represent(rehearsal.Encoder, data.Training);
        FeatureSet? unknown = data.Test is null ? null : Represent(rehearsal.Encoder, data.Test);
        TimeSpan extraction = Stopwatch.GetElapsedTime(begin);
        begin = Stopwatch.GetTimestamp();
        Score[] baselines = WholeImage("same encoder, random weights", known, unknown);
        TimeSpan evaluation = Evaluation(extraction, Stopwatch.GetElapsedTime(begin));
        if (data.Test is { } test && ranks.Rank == 0)
            baselines = [.. baselines, Score.Of("raw pixels", Pixels(data.Training), Pixels(test))];
        if ((options.Resume ? Earlier() ?? Repeated() : Repeated()) is { } plan)
            return (baselines, PlanOfFirst(plan));

        begin = Stopwatch.GetTimestamp();
        if (data.Test is not null)
            Monitor(data, everyEpochs: 1).Measure(rehearsal.Encoder);
        TimeSpan monitor = data.Test is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(begin);
        rehearsal.Train(cancellationToken: cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        int batchSize = Cifar10Pipeline.BatchSize(options, data);
        RunTimes times = new(Stopwatch.GetElapsedTime(start), timer.StepTime!.Value, data.Training.Count / batchSize, monitor, evaluation);
        return (baselines, PlanOfFirst(Cifar10Plan.Make(options, batchSize, times)));

        FeatureSet Pixels(IImageSource images) => FeatureSet.FromPixels(images, data.Preprocessing, cancellationToken: cancellationToken);
    }

    // Each process has measured a little something else.
    private Cifar10Plan PlanOfFirst(Cifar10Plan own)
    {
        using Tensor numbers = tensor(new long[] { own.Epochs, own.KnnEveryEpochs });
        ranks.Broadcast(numbers);
        return own with { Epochs = (int)numbers.ReadCpuInt64(0), KnnEveryEpochs = (int)numbers.ReadCpuInt64(1) };
    }

    private Cifar10Plan? Earlier()
    {
        Cifar10Plan? plan = PlanFile.Read(options.Output);
        return plan is null || options.Epochs is not { } epochs || (epochs == plan.Epochs && plan.Minutes is null)
            ? plan
            : throw new InvalidDataException(
                $"--epochs {epochs} contradicts --resume: the run in {options.Output} was planned for {plan.Epochs} epochs.");
    }

    private Cifar10Plan? Repeated()
    {
        Cifar10Plan? plan = options.Repeat is { } file ? PlanFile.Load(file) : null;
        return plan is { Minutes: not null, Revisions: [] }
            ? throw new InvalidDataException($"--repeat {options.Repeat}: its run did not come to its end, so how many steps it has is not known.")
            : plan;
    }

    private SimClrPipeline Build(SampleData data, Cifar10Plan plan, TimeBudget? budget, TerminalProgress progress)
    {
        if (options.Resume)
            output.WriteLine(CheckpointFile.FindNewest(Checkpoints) is { } checkpoint ? $"Going on from {checkpoint}" : "There is no checkpoint to go on from; beginning anew");
        output.WriteLine($"Training {options.Recipe.EncoderName} {Words.Processors(options.Threads, ranks.Size)}; Ctrl-C ends it early, --resume goes on");
        SimClrBuilder recipe = Cifar10Pipeline.Create(options, data, plan.Epochs)
            .ConfigureTraining(o => o.WarmupEpochs = Math.Min(options.Recipe.WarmupEpochs, plan.Epochs * WarmupShare))
            .UseCheckpoints(Checkpoints, o => (o.Keep, o.Resume) = (1, options.Resume ? ResumeMode.IfPresent : ResumeMode.StartOver))
            .UseCallback(progress)
            .UseLogger(progress.Logger)
            .UseCollective(ranks);
        if (budget is not null)
            recipe.UseCallback(budget);
        return (data.Test is null ? recipe : recipe.UseKnnMonitor(Monitor(data, plan.KnnEveryEpochs))).Build();
    }

    // Minutes decide, unless they did once and that is repeated.
    private static TimeBudget? Budget(Cifar10Plan plan) => plan switch
    {
        { Minutes: null } => null,
        { Revisions: [] } => new TimeBudget(TimeSpan.FromSeconds(plan.TrainingSeconds)),
        _ => TimeBudget.Repeat(plan.Revisions),
    };

    // The test images stay untouched until the end: some training images vote on others.
    private KnnMonitor Monitor(SampleData data, int everyEpochs)
    {
        int images = Math.Clamp(data.Training.Count / 4, FewestMonitoredImages, MostMonitoredImages);
        (SubsetSource bank, SubsetSource queries) = SubsetSource.HoldOut(SubsetSource.Balanced(data.Training, images, options.Seed), 0.2, options.Seed);
        FeatureExtractorOptions extraction = new() { Workers = options.Threads, Preprocessing = data.Preprocessing };
        return new KnnMonitor(bank, queries, extraction: extraction) { EveryEpochs = everyEpochs };
    }

    /// <summary>How long the last evaluation will take, by one of whole images.</summary>
    private TimeSpan Evaluation(TimeSpan extraction, TimeSpan scoring) => EvaluationMargin * (options.Recipe.IsWholeImageAlone
        ? extraction + scoring
        : extraction * (1 + options.Recipe.LooksCost) + scoring * (1 + options.Recipe.LooksAt.Count));

    // By the training images alone, without their labels.
    private (FeatureSet Known, FeatureSet? Unknown) Whiten(FeatureSet known, FeatureSet? unknown)
    {
        FeatureWhitening whitening = FeatureWhitening.Fit(known);
        whitening.Save(Path.Combine(options.Output, WhiteningFile));
        return (whitening.Apply(known), unknown is null ? null : whitening.Apply(unknown));
    }

    /// <summary>What the whole image alone is worth; nothing where that is the representation.</summary>
    private Score[] WholeImage(SimClrPipeline simclr, SampleData data) => options.Recipe.IsWholeImageAlone || data.Test is null
        ? []
        : WholeImage("pretrained encoder", Represent(simclr.Encoder, data.Training), Represent(simclr.Encoder, data.Test));

    private Score[] WholeImage(string name, FeatureSet known, FeatureSet? unknown)
    {
        if (!options.Recipe.IsWholeImageAlone)
            name = $"{name}, {SampleData.ImageSize} x {SampleData.ImageSize} alone";
        return unknown is null || ranks.Rank > 0 ? [] : [Score.Of(name, known, unknown)];
    }

    // What the encoder gives for all that it looks at, side by side; each from the image itself, so nothing is done to it before.
    private FeatureSet Represent(Encoder encoder, IImageSource images, IReadOnlyList<IAugmentation>? views = null) => new FeatureExtractor(
        encoder,
        new FeatureExtractorOptions
        {
            Workers = options.Threads,
            ReadOut = new ReadOut { Views = views ?? EvaluationViews.Sizes(SampleData.ImageSize), NormalizeParts = views is { Count: > 1 } },
        })
        .Extract(images, ranks);
}
