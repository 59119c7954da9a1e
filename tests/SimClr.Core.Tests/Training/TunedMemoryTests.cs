using System.Globalization;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Numerics.Memory;
using SimClr.Core.Tests.Evaluation;
using Xunit.Abstractions;

namespace SimClr.Core.Tests.Training;

/// <summary>What <c>TrainingOptions.TuneAllocator</c> does to whole runs.</summary>
public sealed class TunedMemoryTests(ITestOutputHelper output)
{
    private const long MiB = 1 << 20;
    private const int Rounds = 5;

    [LinuxX64Fact]
    public void Train_TunedOrNot_SameBitsOfWeights()
    {
        string[] tuned = TunedRun.InOwnProcess(tuned: true).Split(' ');
        string[] untuned = TunedRun.InOwnProcess(tuned: false).Split(' ');

        (tuned[0], untuned[0]).Should().Be(("True", "False"), "only one of them is to use the heap");
        tuned[1].Should().Be(untuned[1]);
    }

    /// <summary>Training, extraction and training again, of other sizes each time: nothing is kept, and the heap does not fray.</summary>
    [LinuxX64Fact]
    public void TrainAndExtract_OtherSizesByTurns_MemoryStaysFlatAndGoesBack()
    {
        DrawnImages images = new(64);
        using SimClrPipeline small = Build(images, side: 24, batchSize: 12);
        using SimClrPipeline large = Build(images, side: 40, batchSize: 32);
        List<(long Blocks, long Heap, long Process)> rounds = [];
        for (int round = 0; round < Rounds; round++)
        {
            small.Train();
            large.Extract(new DrawnImages(20 + 7 * round));
            large.Train();
            small.Extract(images);
            rounds.Add((TorchAllocator.Heap!.BlockBytes, HeapResidence(), Environment.WorkingSet));
            output.WriteLine($"{rounds[^1]}");
        }

        rounds.Select(round => round.Blocks).Skip(1).Should().AllBeEquivalentTo(rounds[0].Blocks);
        rounds.Should().OnlyContain(round => round.Heap < round.Blocks + BlockHeap.KeptLength + 16 * MiB);
        rounds[^1].Process.Should().BeLessThan(rounds[1].Process + 48 * MiB, "a leak of activations would be far more");
    }

    [LinuxX64Fact]
    public void Hold_InsideAnother_OnlyTheOuterOneTrims()
    {
        using KeptMemory outer = KeptMemory.Hold(wanted: true)!;
        TorchSharp.torch.ones(64 * MiB).Dispose(); // 256 MiB
        long kept = HeapResidence();
        kept.Should().BeGreaterThanOrEqualTo(256 * MiB);

        KeptMemory.Hold(wanted: true)!.Dispose();
        HeapResidence().Should().Be(kept);

        outer.Dispose();
        HeapResidence().Should().BeLessThan(kept - 128 * MiB);
    }

    [LinuxX64Fact]
    public void Hold_NotWanted_IsNothing() => KeptMemory.Hold(wanted: false).Should().BeNull();

    private static SimClrPipeline Build(DrawnImages images, int side, int batchSize) => new SimClrBuilder()
        .UseImages(images)
        .UseAugmentations(a => a.RandomResizedCrop(side).RandomHorizontalFlip())
        .UseEncoder(ResNetDepth.ResNet18, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.25))
        .ConfigureTraining(o => (o.Epochs, o.BatchSize) = (1, batchSize))
        .Build();

    /// <summary>Bytes in RAM of the part of the heap that was ever used.</summary>
    private static long HeapResidence()
    {
        using TorchSharp.torch.Tensor tensor = TorchSharp.torch.zeros(TorchAllocator.Threshold);
        ulong address;
        unsafe
        {
            fixed (byte* data = tensor.bytes)
                address = (ulong)data;
        }

        string resident = File.ReadLines("/proc/self/smaps")
            .SkipWhile(line => !IsMappingOf(line, address))
            .First(line => line.StartsWith("Rss:", StringComparison.Ordinal));
        return long.Parse(resident.Split(' ')[^2], CultureInfo.InvariantCulture) * 1024;
    }

    private static bool IsMappingOf(string line, ulong address)
    {
        string[] bounds = line.Split(' ')[0].Split('-');
        return bounds.Length == 2
            && ulong.TryParse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong first)
            && ulong.TryParse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong end)
            && first <= address && address < end;
    }
}
