using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;

namespace SimClr.Tool.Pretraining;

/// <summary>Options as a builder.</summary>
internal static class PipelineSetup
{
    private const int StandardWidth = 64;
    private const int HeadWidth = 512;

    // Up to here the network sees every pixel from its first stage on.
    private const int SmallView = 48;

    /// <summary>The smallest crop's share of the picture: less of it shows too little in so small a view.</summary>
    private const double MinimumCropArea = 0.12;

    /// <summary>Everything but checkpoints and callbacks.</summary>
    /// <param name="options">Complete, see <see cref="PretrainDefaults"/>.</param>
    /// <param name="pictures">The pictures.</param>
    /// <param name="epochs">Passes over them.</param>
    /// <param name="threads">Threads that make views.</param>
    public static SimClrBuilder Of(PretrainOptions options, IImageSource pictures, int epochs, int threads)
    {
        int side = options.ViewSize!.Value;
        return new SimClrBuilder()
            .UseImages(pictures)
            .UseAugmentations(options.Views, side <= SmallView ? SimClrAugmentations.Cifar(side, Small) : SimClrAugmentations.ImageNet(side))
            .UseEncoder(Enum.Parse<ResNetDepth>(options.Encoder, ignoreCase: true), encoder =>
            {
                encoder.Stem = side <= SmallView ? ResNetStem.Cifar : ResNetStem.ImageNet;
                encoder.WidthMultiplier = (double)options.Width / StandardWidth;
                encoder.Precision = Precision.Auto;
            })
            .UseProjectionHead(head => head.HiddenDimension = HeadWidth)
            .UseNtXentLoss(options.Temperature)
            // In a run of minutes with small batches it learns most; LARS is for large ones.
            .UseMuon(muon => muon.LearningRate = options.LearningRate)
            .ConfigureTraining(training =>
            {
                training.Epochs = epochs;
                training.BatchSize = options.BatchSize!.Value;
                training.Seed = options.Seed;
                training.Workers = threads;
                training.UnreadableImages = UnreadableImages.Skip;
            });
    }

    private static void Small(SimClrAugmentationOptions augmentation) => augmentation.MinimumArea = MinimumCropArea;
}
