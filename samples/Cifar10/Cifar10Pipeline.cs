using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Samples.Pretraining;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>A recipe, trained for as long as there is time.</summary>
internal sealed class Cifar10Sample(Cifar10Options options) : IPretrainingSample
{
    private const int StandardWidth = 64;
    private const int FewestMonitoredImages = 100;
    private const int MostMonitoredImages = 12_500;

    /// <summary>The most of a run that the warm-up may take.</summary>
    private const double WarmupShare = 0.25;

    private readonly Cifar10Recipe _recipe = options.Recipe;

    public RunOptions Options => options;

    // Small images are decoded once: in each epoch they would cost more than their views.
    public PretrainingData Open(CancellationToken cancellationToken) => PretrainingData.Open(options, cancellationToken).InMemory();

    public PretrainingSetup Setup(PretrainingData data) => new()
    {
        Title = "SimClr.Core on CIFAR-10",
        EncoderName = PretrainingFacts.EncoderName(_recipe.Depth, _recipe.BaseChannels),
        BatchSize = Math.Min(_recipe.BatchSize, data.Training.Count),
        Configure = builder => Configure(builder, data.Channels),
        Options = options,
        Facts = Cifar10Facts.Of(options),
        MonitoredImages = Math.Clamp(data.Training.Count / 4, FewestMonitoredImages, MostMonitoredImages),
        EvaluationSizes = _recipe.EvaluationSizes,
        Charts = [PretrainingCharts.AccuracyByMinutes, PretrainingCharts.Loss, PretrainingCharts.Accuracy],
        Notes = data.Training.Count < _recipe.BatchSize ? [TooFewImages(data.Training.Count)] : [],
    };

    public PretrainingPlan Plan(Rehearsal rehearsal)
    {
        Cifar10Plan plan = (options.Resume ? Earlier() : null) ?? Cifar10Plan.Make(options, rehearsal);
        PlanFile.Write(options.Output, plan);
        return new PretrainingPlan
        {
            Epochs = plan.Epochs,
            WarmupEpochs = Math.Min(_recipe.WarmupEpochs, plan.Epochs * WarmupShare),
            KnnEveryEpochs = plan.KnnEveryEpochs,
            EvaluationTime = TimeSpan.FromSeconds(plan.EvaluationSeconds),
            Summary = plan.ToString(),
            Details = plan,
        };
    }

    private Cifar10Plan? Earlier()
    {
        Cifar10Plan? plan = PlanFile.Read(options.Output);
        return plan is null || options.Epochs is not { } epochs || epochs == plan.Epochs
            ? plan
            : throw new PlanningException(
                $"--epochs {epochs} contradicts --resume: the run in {options.Output} was planned for {plan.Epochs} epochs.");
    }

    private string TooFewImages(int count)
        => $"There are fewer images than the recipe's batch of {_recipe.BatchSize}, so each step used all {count}.";

    private void Configure(SimClrBuilder builder, int channels)
    {
        builder
            .UseAugmentations(SimClrAugmentations.Cifar(_recipe.ViewShape, augmentation =>
            {
                augmentation.MinimumArea = _recipe.MinimumCropArea;
                augmentation.Strength = _recipe.ColorStrength;
                augmentation.BlurProbability = _recipe.BlurProbability;
                augmentation.NonRgb = NonRgbHandling.PassThrough;
            }))
            .UseEncoder(_recipe.Depth, encoder =>
            {
                encoder.Stem = ResNetStem.Cifar;
                encoder.WidthMultiplier = (double)_recipe.BaseChannels / StandardWidth;
                encoder.InputChannels = channels;
                encoder.Precision = _recipe.Precision;
            })
            .UseProjectionHead(head =>
            {
                (head.Layers, head.HiddenDimension) = (_recipe.HeadLayers, _recipe.HeadHiddenDimension);
                head.OutputDimension = _recipe.HeadDimension;
            })
            .UseNtXentLoss(_recipe.Temperature)
            .ConfigureTraining(training => training.MicroBatchSize = _recipe.MicroBatchSize);
        UseOptimizer(builder);
    }

    private SimClrBuilder UseOptimizer(SimClrBuilder builder) => _recipe.Optimizer switch
    {
        Cifar10Optimizer.Sgd => builder.UseSgd(sgd =>
        {
            sgd.LearningRate = _recipe.LearningRate;
            (sgd.Momentum, sgd.Nesterov, sgd.WeightDecay) = (_recipe.Momentum, _recipe.Nesterov, _recipe.WeightDecay);
        }),
        _ => builder.UseLars(lars =>
        {
            (lars.LearningRate, lars.LearningRateScaling) = (_recipe.LearningRate, _recipe.LearningRateScaling);
            (lars.Momentum, lars.Nesterov, lars.WeightDecay) = (_recipe.Momentum, _recipe.Nesterov, _recipe.WeightDecay);
        }),
    };
}
