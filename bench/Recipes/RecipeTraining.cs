using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Training;

namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>One training of a recipe, by time.</summary>
internal sealed class RecipeTraining : IDisposable
{
    private const double StandardWidth = 64;

    /// <summary>More than any time has room for.</summary>
    private const int Epochs = 1_000_000;

    private readonly RecipeSettings _settings;
    private readonly TimedSchedule _schedule;
    private readonly SimClrPipeline _pipeline;

    public RecipeTraining(RecipeSettings settings, IImageSource images)
    {
        _settings = settings;
        _schedule = new TimedSchedule(settings.LearningRate, settings.Decay, settings.Seconds);
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(images)
            .UseAugmentations(settings.Views, SimClrAugmentations.Cifar(settings.Side, crop => crop.MinimumArea = settings.SmallestCrop))
            .UseEncoder(settings.Depth, encoder =>
            {
                (encoder.Stem, encoder.WidthMultiplier) = (ResNetStem.Cifar, settings.Channels / StandardWidth);
                encoder.Precision = Precision.Auto;
            })
            .UseProjectionHead(head => head.HiddenDimension = settings.HeadWidth)
            .UseSchedule(_ => _schedule)
            .ConfigureTraining(training =>
            {
                (training.Epochs, training.BatchSize, training.Seed) = (Epochs, settings.BatchSize, settings.Seed);
                training.Workers = settings.Threads;
            });
        builder = settings.Decoupled ? builder.UseDclLoss(loss => loss.Temperature = settings.Temperature) : builder.UseNtXentLoss(settings.Temperature);
        builder = settings.Optimizer == RecipeOptimizer.Muon
            ? builder.UseMuon(muon => muon.LearningRate = settings.LearningRate)
            : builder.UseSgd(sgd => sgd.LearningRate = settings.LearningRate);
        _pipeline = builder.Build();
    }

    public SimClrModel Model => _pipeline.Model;

    /// <summary>The last that was reported.</summary>
    public double Loss { get; private set; }

    /// <summary>Views that were trained on.</summary>
    public long Views { get; private set; }

    public void Run()
    {
        Last progress = new();
        TrainingResult result = _pipeline.Train(progress, _schedule.Over);
        (Loss, Views) = (progress.Loss, result.Steps * _settings.BatchSize * _settings.Views);
    }

    public void Dispose()
    {
        _pipeline.Dispose();
        _schedule.Dispose();
    }

    private sealed class Last : IProgress<TrainingProgress>
    {
        public double Loss { get; private set; }

        public void Report(TrainingProgress value) => Loss = value.Loss;
    }
}
