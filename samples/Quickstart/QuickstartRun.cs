using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Samples.Pretraining;

namespace SimClr.Core.Samples.Quickstart;

/// <summary>The main job: a small network, a few epochs, any images.</summary>
internal sealed class QuickstartSample(QuickstartOptions options) : IPretrainingSample
{
    private const int StandardWidth = 64;
    private const int HeadWidth = 512;

    /// <summary>The smallest crop's share of the image: less of it shows too little in so small a view.</summary>
    private const double MinimumCropArea = 0.12;

    public RunOptions Options => options;

    private ResNetDepth Depth => Enum.Parse<ResNetDepth>(options.Encoder, ignoreCase: true);

    public PretrainingData Open(CancellationToken cancellationToken) => PretrainingData.Open(options, cancellationToken);

    public PretrainingSetup Setup(PretrainingData data) => new()
    {
        Title = "SimClr.Core quickstart",
        EncoderName = PretrainingFacts.EncoderName(Depth, options.Width),
        BatchSize = Math.Min(options.BatchSize, data.Training.Count),
        Configure = builder => Configure(builder, data.Channels),
        Options = options,
        Facts = QuickstartFacts.Of(options),
        Notes = data.Training.Count < options.BatchSize
            ? [$"There are fewer images than --batch-size, so each step used all {data.Training.Count}."]
            : [],
    };

    public PretrainingPlan Plan(Rehearsal rehearsal) => new() { Epochs = options.Epochs };

    private void Configure(SimClrBuilder builder, int channels) => builder
        .UseAugmentations(SimClrAugmentations.Cifar(options.ViewShape, augmentation =>
        {
            augmentation.MinimumArea = MinimumCropArea;
            augmentation.NonRgb = NonRgbHandling.PassThrough;
        }))
        .UseEncoder(Depth, encoder =>
        {
            encoder.Stem = ResNetStem.Cifar;
            encoder.WidthMultiplier = (double)options.Width / StandardWidth;
            encoder.InputChannels = channels;
            encoder.Precision = Precision.Auto;
        })
        .UseProjectionHead(head => head.HiddenDimension = HeadWidth)
        .UseNtXentLoss(options.Temperature)
        // In a run of minutes with small batches plain momentum learns faster than LARS, which is for large ones.
        .UseSgd(sgd => sgd.LearningRate = options.LearningRate);
}
