using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Builds what a recipe says.</summary>
internal static class RecipePipeline
{
    private const int StandardWidth = 64;
    private const double PaperMomentum = 0.9;

    /// <summary>The builder of a pretraining; the length of the run and its images are the caller's.</summary>
    public static SimClrBuilder Create(Recipe recipe, StudyData data, long seed)
    {
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(data.Training)
            .UseAugmentations(Views(recipe))
            .UseEvaluationPreprocessing(StudyData.Preprocessing)
            .UseEncoder(recipe.Depth, encoder =>
            {
                encoder.Stem = ResNetStem.Cifar;
                encoder.WidthMultiplier = (double)recipe.Width / StandardWidth;
                encoder.InputChannels = data.Channels;
            })
            .UseProjectionHead(head =>
            {
                head.Layers = recipe.HeadLayers;
                head.HiddenDimension = recipe.HeadWidth;
                head.OutputDimension = recipe.OutputDimension;
            })
            .ConfigureTraining(training =>
            {
                training.BatchSize = Math.Min(recipe.BatchSize, data.Training.Count);
                training.Epochs = recipe.Epochs;
                training.Seed = seed;
            });
        UseLoss(builder, recipe);
        return recipe.Lars
            ? builder.UseLars(lars => (lars.LearningRate, lars.LearningRateScaling) = (recipe.LearningRate, LearningRateScaling.None))
            : builder.UseSgd(sgd => (sgd.LearningRate, sgd.Momentum) = (recipe.LearningRate, PaperMomentum));
    }

    private static IEnumerable<IAugmentation> Views(Recipe recipe)
    {
        AugmentationPipeline usual = Operations.Parse(recipe.Augmentation, recipe.ViewSize);
        AugmentationPipeline first = recipe.FirstAugmentation is { } own ? Operations.Parse(own, recipe.ViewSize) : usual;
        return [first, .. Enumerable.Repeat(usual, recipe.Views - 1)];
    }

    private static void UseLoss(SimClrBuilder builder, Recipe recipe)
    {
        NegativeMining mining = recipe.SemiHard ? NegativeMining.SemiHard : NegativeMining.All;
        _ = recipe.Loss switch
        {
            LossKind.NtXent => builder.UseNtXentLoss(recipe.Temperature),
            LossKind.NtXentUnnormalized => builder.UseLoss(new UnnormalizedNtXentLoss(recipe.Temperature)),
            LossKind.NtLogistic => builder.UseNtLogisticLoss(loss => (loss.Temperature, loss.Margin, loss.Mining) = (recipe.Temperature, recipe.Margin, mining)),
            LossKind.MarginTriplet => builder.UseMarginTripletLoss(loss => (loss.Margin, loss.Mining) = (recipe.Margin, mining)),
            LossKind.Decoupled => builder.UseDclLoss(loss => loss.Temperature = recipe.Temperature),
            LossKind.MeanTarget => builder.UseNtXentLoss(loss => (loss.Temperature, loss.Target) = (recipe.Temperature, NtXentTarget.MeanOfPositives)),
            _ => throw new ArgumentOutOfRangeException(nameof(recipe), recipe.Loss, "Expected a loss that the studies know."),
        };
    }
}
