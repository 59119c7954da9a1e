// An encoder of one's own: patches, two layers, and the mean over the patches. Any torch module does as well, as a ModuleEncoder.
#:project ../../src/SimClr.Core
#:package TorchSharp-cpu
using SimClr.Core;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

SyntheticSource images = new(new SyntheticOptions { Count = 256 });
using SimClrPipeline simclr = new SimClrBuilder()
    .UseImages(images)
    .UseAugmentations(SimClrAugmentations.Cifar(16))
    .UseEncoder(_ => new PatchEncoder(features: 64))
    .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (64, 2))
    .Build();
simclr.Train();
FeatureSet features = simclr.Extract(images);
Console.WriteLine($"{features.Count} x {features.Dimension}");

internal sealed class PatchEncoder : Encoder
{
    // The fields' names are the keys in checkpoints.
    private readonly Conv2d conv;
    private readonly Linear linear;

    public PatchEncoder(int features)
        : base(nameof(PatchEncoder), inputChannels: 3, featureDimension: features)
    {
        (conv, linear) = (nn.Conv2d(3, 32, kernel_size: 4, stride: 4), nn.Linear(32, features));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)   // [N, 3, H, W] to [N, features]
    {
        CheckImages(input);
        using DisposeScope scope = NewDisposeScope();
        Tensor patches = nn.functional.gelu(conv.call(input)).flatten(2).transpose(1, 2);   // [N, P, 32]
        return linear.call(patches).mean([1]).MoveToOuterDisposeScope();
    }
}

// Prints:
// 256 x 64
