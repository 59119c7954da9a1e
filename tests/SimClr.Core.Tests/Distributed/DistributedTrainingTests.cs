using Microsoft.Extensions.Logging;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Numerics;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

/// <summary>Ranks come to what one process comes to.</summary>
public sealed class DistributedTrainingTests
{
    // Some hundred thousand sums of 53 bits in another order, carried on over a few steps.
    private const double DoubleRounding = 1e-10;

    private const int Batch = 24;

    // A batch norm's sums over both views of 16 x 16 pixels of all images, in another order.
    private static readonly double Rounding = RoundingBounds.Likely(Batch * 2 * 16 * 16, ScalarType.Float32);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Train_OverRanks_HasLossesAndWeightsOfOneProcess(int ranks)
    {
        DistributedRun run = new() { LearningRate = 5e-4, Options = new() { Epochs = 10, BatchSize = Batch, Workers = 1, LogEverySteps = 1 } };
        DistributedRun.Outcome one = run.Train(1)[0];

        DistributedRun.Outcome[] all = run.Train(ranks);

        all.Should().AllSatisfy(rank =>
        {
            EmbeddingTensors.RelativeError(rank.Losses, one.Losses).Should().BeLessThan(Rounding, string.Join(" ", rank.Losses.Zip(one.Losses, (a, b) => $"{a - b:e1}")));
            EmbeddingTensors.RelativeError(rank.Weights, one.Weights).Should().BeLessThan(1e-4);
            rank.Weights.Should().Equal(all[0].Weights, "every rank has the same bits");
        });
    }

    [Fact]
    public void Train_TwiceOnAsManyRanks_HasTheSameBits()
        => new DistributedRun().Train(3)[2].Weights.Should().Equal(new DistributedRun().Train(3)[1].Weights);

    public static TheoryData<string, DistributedRunCase> Cases => new()
    {
        { "shares that differ", new(new TrainingOptions { BatchSize = 10 }, 20, 3) },
        { "a batch left over", new(new TrainingOptions { BatchSize = 8, DropLastBatch = false }, 21, 3) },
        { "micro-batches", new(new TrainingOptions { BatchSize = 12, MicroBatchSize = 5, DropLastBatch = false }, 20, 2) },
        { "clipped gradients", new(new TrainingOptions { BatchSize = 8, GradientClipNorm = 0.1 }, 16, 2) },
        { "labels", new(new TrainingOptions { BatchSize = 8 }, 16, 3, () => new SupConLoss()) },
        { "a loss that does not share its work", new(new TrainingOptions { BatchSize = 8 }, 16, 2, () => new PlainLoss()) },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_OverRanksInDouble_HasWeightsOfOneProcess(string name, DistributedRunCase scenario)
    {
        (scenario.Options.Epochs, scenario.Options.Workers) = (2, 1);
        DistributedRun run = new() { IsDouble = true, Options = scenario.Options, Images = scenario.Images, Loss = scenario.Loss ?? (() => new NtXentLoss(0.2)) };
        double[] one = run.Train(1)[0].Weights;

        run.Train(scenario.Ranks).Should().AllSatisfy(rank => EmbeddingTensors.RelativeError(rank.Weights, one).Should().BeLessThan(DoubleRounding, name));
    }

    [Fact]
    public void Train_UnreadableImage_IsReplacedAsInOneProcessAndKnownToAll()
    {
        Messages[] logs = [new(), new(), new()];
        DistributedRun run = new()
        {
            IsDouble = true,
            FailingIndex = 17,
            Options = new() { Epochs = 2, BatchSize = 12, Workers = 1, Seed = 3, UnreadableImages = UnreadableImages.Skip },
            Logger = collective => logs[collective.Rank],
        };
        double[] one = run.Train(1)[0].Weights;

        DistributedRun.Outcome[] all = run.Train(3);

        all.Should().AllSatisfy(rank =>
        {
            EmbeddingTensors.RelativeError(rank.Weights, one).Should().BeLessThan(DoubleRounding);
            rank.Result.SkippedImages.Should().Equal(17);
        });
        logs[0].All.Should().Contain(message => message.Level == LogLevel.Warning && message.Text.Contains("17"), "whichever rank missed it, the first says so");
        logs[1..].Should().AllSatisfy(log => log.All.Should().BeEmpty("the others are silent"));
    }

    [Fact]
    public void Train_GradientsInBFloat16_AreRoundedTo8Bits()
    {
        DistributedRun run = new() { Options = new() { Epochs = 1, BatchSize = 24, Workers = 1 }, Distributed = new() { ExchangeInBFloat16 = true } };
        double[] one = run.Train(1)[0].Weights;

        double[][] all = [.. run.Train(2).Select(rank => rank.Weights)];

        // One step: each gradient is off by up to 2^-9 of itself three times; LARS takes its direction.
        EmbeddingTensors.RelativeError(all[0], one).Should().BeInRange(1e-7, 3 * Math.Pow(2, -9));
        all[1].Should().Equal(all[0]);
    }

    [Fact]
    public void Train_BatchNormOfEachRank_HasMeanStatistics()
    {
        DistributedRun run = new() { Distributed = new() { SynchronizeBatchNorm = false } };

        DistributedRun.Outcome[] all = run.Train(2);

        all[1].Weights.Should().Equal(all[0].Weights, "the statistics, too, are the same on every rank");
        EmbeddingTensors.RelativeError(all[0].Weights, run.Train(1)[0].Weights).Should().BeGreaterThan(1e-3, "else nothing would have been left out");
    }

    [Fact]
    public void Train_Buckets_DoNotChangeTheSum()
    {
        DistributedRun small = new() { Distributed = new() { BucketBytes = 1 } };

        small.Train(2)[0].Weights.Should().Equal(new DistributedRun().Train(2)[0].Weights);
    }

    /// <summary>A run and what it is to be compared on.</summary>
    public sealed record DistributedRunCase(TrainingOptions Options, int Images, int Ranks, Func<ContrastiveLoss>? Loss = null);
}
