using System.Diagnostics;
using System.Security.Cryptography;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Tests.Evaluation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>A training run in a process of its own, with or without the tuned allocator, which cannot be taken back.</summary>
internal static class TunedRun
{
    public const string Command = "train-tuned-or-not";

    private static readonly List<Tensor> LeftAlive = [];

    /// <summary>The child. Large tensors are still alive when it ends.</summary>
    /// <returns>Whether libtorch's allocator was replaced, and a hash of the weights.</returns>
    public static string Train(bool tuned)
    {
        using SimClrPipeline pipeline = new SimClrBuilder()
            .UseImages(new DrawnImages(48))
            .UseAugmentations(a => a.RandomResizedCrop(32).RandomHorizontalFlip().ColorDistortion(0.5))
            .UseEncoder(ResNetDepth.ResNet18, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.25))
            .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.Seed, o.TuneAllocator) = (2, 16, 3, tuned))
            .Build();
        pipeline.Train();
        LeftAlive.Add(zeros(1 << 20));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Tensor weights in pipeline.Model.state_dict().Values)
            hash.AppendData(weights.contiguous().bytes);
        return $"{TorchAllocator.Heap is { Releases: > 100 }} {Convert.ToHexString(hash.GetHashAndReset())}";
    }

    /// <summary>The parent: starts the child and waits for its good end.</summary>
    public static string InOwnProcess(bool tuned)
    {
        using Process child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "exec", typeof(TunedRun).Assembly.Location, Command, $"{tuned}" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        string output = child.StandardOutput.ReadToEnd().Trim();
        child.WaitForExit();
        return child.ExitCode == 0 ? output : throw new InvalidOperationException($"Exit code {child.ExitCode}: {errors.Result}");
    }
}
