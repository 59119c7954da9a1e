using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>A pipeline, or a trainer, that takes two steps, and what each has against them.</summary>
internal static class SmallPipeline
{
    public static SimClrBuilder Small() => new SimClrBuilder()
        .UseImages(new DrawnImages(8))
        .UseAugmentations(a => a.RandomResizedCrop(8))
        .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 64.0, ResNetStem.Cifar))
        .UseProjectionHead(o => o.OutputDimension = 4)
        .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Workers) = (1, 4, 1));

    public static TrainingOptions Options() => new() { Epochs = 1, BatchSize = 4, Workers = 1, LogEverySteps = 1 };

    public static string[] Failures(SimClrBuilder builder)
        => [.. builder.Invoking(b => b.Build()).Should().Throw<OptionsValidationException>().Which.Failures];

    public static string Refusal(SimClrPipeline pipeline)
        => pipeline.Invoking(it => it.Train()).Should().Throw<InvalidOperationException>().Which.Message;

    public static string Refusal(SimClrModel model, optim.Optimizer optimizer)
        => FluentActions.Invoking(() => Train(model, optimizer)).Should().Throw<InvalidOperationException>().Which.Message;

    public static (TrainingResult Result, Messages Log) Train(SimClrModel model, optim.Optimizer optimizer)
    {
        using NtXentLoss loss = new();
        Messages log = new();
        ContrastiveTrainer trainer = new(model, loss, optimizer, Options()) { Logger = log };
        return (trainer.Train(new DrawnImages(8), new ViewGenerator(5, new AddNoise())), log);
    }
}
