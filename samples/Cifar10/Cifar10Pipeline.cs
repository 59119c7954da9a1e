using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Samples.Data;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>A recipe as a builder.</summary>
internal static class Cifar10Pipeline
{
    private const int StandardWidth = 64;

    /// <summary>Images in a step: the recipe's, but not more than there are.</summary>
    public static int BatchSize(Cifar10Options options, SampleData data) => Math.Min(options.Recipe.BatchSize, data.Training.Count);

    /// <summary>Everything but checkpoints and callbacks.</summary>
    public static SimClrBuilder Create(Cifar10Options options, SampleData data, int epochs)
    {
        Cifar10Recipe recipe = options.Recipe;
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(data.Training)
            .UseAugmentations(recipe.Views, SimClrAugmentations.Cifar(recipe.ViewShape, augmentation =>
            {
                augmentation.MinimumArea = recipe.MinimumCropArea;
                augmentation.Strength = recipe.ColorStrength;
                augmentation.BlurProbability = recipe.BlurProbability;
                augmentation.NonRgb = NonRgbHandling.PassThrough;
            }))
            .UseEncoder(recipe.Depth, encoder =>
            {
                encoder.Stem = ResNetStem.Cifar;
                encoder.WidthMultiplier = (double)recipe.BaseChannels / StandardWidth;
                encoder.InputChannels = data.Channels;
                encoder.Precision = recipe.Precision;
            })
            .UseProjectionHead(head =>
            {
                (head.Layers, head.HiddenDimension) = (recipe.HeadLayers, recipe.HeadHiddenDimension);
                head.OutputDimension = recipe.HeadDimension;
            })
            .UseNtXentLoss(recipe.Temperature)
            .ConfigureTraining(training =>
            {
                (training.Epochs, training.BatchSize, training.MicroBatchSize) = (epochs, BatchSize(options, data), recipe.MicroBatchSize);
                (training.Seed, training.Workers) = (options.Seed, options.Threads);
            });
        return UseOptimizer(builder, recipe);
    }

    private static SimClrBuilder UseOptimizer(SimClrBuilder builder, Cifar10Recipe recipe) => recipe.Optimizer switch
    {
        Cifar10Optimizer.Sgd => builder.UseSgd(sgd =>
        {
            sgd.LearningRate = recipe.LearningRate;
            (sgd.Momentum, sgd.Nesterov, sgd.WeightDecay) = (recipe.Momentum, recipe.Nesterov, recipe.WeightDecay);
        }),
        Cifar10Optimizer.Muon => builder.UseMuon(muon =>
        {
            (muon.LearningRate, muon.Momentum, muon.WeightDecay) = (recipe.LearningRate, recipe.Momentum, recipe.WeightDecay);
        }),
        _ => builder.UseLars(lars =>
        {
            (lars.LearningRate, lars.LearningRateScaling) = (recipe.LearningRate, recipe.LearningRateScaling);
            (lars.Momentum, lars.Nesterov, lars.WeightDecay) = (recipe.Momentum, recipe.Nesterov, recipe.WeightDecay);
        }),
    };
}
