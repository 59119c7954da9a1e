using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Interop.Onnx;

namespace SimClr.Core.Tests.Interop;

/// <summary>A ResNet-18 pretrained on 1,000 images of CIFAR-10, and a linear classifier of every second; made when first asked for.</summary>
public sealed class PretrainedOnCifar : IDisposable
{
    private const int OfEachClass = 100;

    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<ImageFolderSource> _images;
    private readonly Lazy<SimClrPipeline> _pipeline;
    private readonly Lazy<FeatureSet> _features;
    private readonly Lazy<LinearClassifier> _classifier;

    public PretrainedOnCifar()
    {
        _images = new(() => CifarImages.Unpack(_folder, OfEachClass));
        _pipeline = new(() => Pretrain(Images));
        _features = new(() => _pipeline.Value.Extract(Images));
        _classifier = new(() => LinearProbe.Fit(Features.Subset([.. Enumerable.Range(0, Features.Count / 2).Select(index => 2 * index)])));
    }

    /// <summary>Side of the images.</summary>
    public static int Side => 32;

    public IImageSource Images => _images.Value;

    public Encoder Encoder => _pipeline.Value.Encoder;

    public FeatureSet Features => _features.Value;

    public LinearClassifier Classifier => _classifier.Value;

    public void Dispose()
    {
        if (_pipeline.IsValueCreated)
            _pipeline.Value.Dispose();
        _folder.Dispose();
    }

    private static SimClrPipeline Pretrain(IImageSource images)
    {
        SimClrPipeline simclr = new SimClrBuilder()
            .UseImages(images)
            .UseAugmentations(SimClrAugmentations.Cifar(Side))
            .UseEncoder(ResNetDepth.ResNet18)
            .UseSgd()
            .ConfigureTraining(options => (options.BatchSize, options.Epochs, options.WarmupEpochs) = (100, 1, 0))
            .Build();
        simclr.Train();
        return simclr;
    }
}
