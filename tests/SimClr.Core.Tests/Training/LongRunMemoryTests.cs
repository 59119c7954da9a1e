using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Models;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using Xunit.Abstractions;

namespace SimClr.Core.Tests.Training;

/// <summary>
/// Memory of training with evaluation, epoch by epoch. SIMCLR_MEMORY_EPOCHS=50 makes 2,000 steps and 100 evaluations of it.
/// </summary>
public sealed class LongRunMemoryTests(ITestOutputHelper output)
{
    private const int StepsPerEpoch = 40;
    private const int BatchSize = 8;

    /// <summary>
    /// Above what the runtime, its compiler and the allocators still take after the first epochs; a leak of every step's activations is far
    /// more.
    /// </summary>
    private const long ResidentSlack = 48L << 20;

    private static int Epochs
        => int.TryParse(Environment.GetEnvironmentVariable("SIMCLR_MEMORY_EPOCHS"), CultureInfo.InvariantCulture, out int wanted)
            ? wanted
            : 4;

    [Fact]
    public void Train_WithEvaluations_KeepsLiveTensorsAndResidentMemoryFlat()
    {
        DrawnImages images = new(StepsPerEpoch * BatchSize);
        DrawnImages labeled = new(40) { ClassNames = ["a", "b"] };
        using SimClrPipeline pipeline = new SimClrBuilder()
            .UseImages(images)
            .UseAugmentations(a => a.RandomResizedCrop(16).RandomHorizontalFlip().ColorDistortion(0.5))
            .UseEncoder(ResNetDepth.ResNet18, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.125))
            .UseKnnMonitor(new KnnMonitor(labeled, labeled, new KnnOptions { NeighborCount = 3 }))
            .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.MicroBatchSize) = (Epochs, BatchSize, BatchSize / 2))
            .Build();
        Memory memory = new(() => LinearProbe.Fit(pipeline.Extract(labeled), new() { CandidateCount = 2, MaximumIterations = 15 }));

        pipeline.Train(memory);

        output.WriteLine("epoch: live tensors, resident MiB, managed MiB");
        foreach ((int epoch, long tensors, long resident, long managed) in memory.Epochs)
            output.WriteLine(FormattableString.Invariant($"{epoch}: {tensors}, {resident / 1048576.0:f1}, {managed / 1048576.0:f1}"));
        memory.Epochs.Should().HaveCount(Epochs);
        memory.Epochs.Select(epoch => epoch.LiveTensors).Should().AllBeEquivalentTo(memory.Epochs[0].LiveTensors);
        memory.Epochs[^1].Resident.Should().BeLessThan(memory.Epochs[1].Resident + ResidentSlack);
    }

    private sealed class Memory(Action evaluate) : IProgress<TrainingProgress>
    {
        public List<(int Epoch, long LiveTensors, long Resident, long Managed)> Epochs { get; } = [];

        public void Report(TrainingProgress value)
        {
            if (value.CompletedEpoch is not { } epoch)
                return;
            evaluate();
            long tensors = LiveTensors.Count();
            Epochs.Add((epoch.Epoch, tensors, Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false)));
        }
    }
}
