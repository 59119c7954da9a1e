using Microsoft.Extensions.Logging;
using SimClr.Core.Distributed;
using SimClr.Core.Losses;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

/// <summary>What one rank wants or lacks, all of them know.</summary>
public sealed class RankAgreementTests
{
    [Fact]
    public void Stop_OfOneRank_EndsAllAfterTheSameStep()
    {
        DistributedRun run = new() { Callback = collective => collective.Rank == 1 ? new StopsAt(4, "rank 1 has had enough") : null };

        run.Train(3).Should().AllSatisfy(rank =>
        {
            rank.Result.Steps.Should().Be(4);
            rank.Result.StopReason.Should().Be("rank 1 has had enough");
        });
    }

    [Fact]
    public void Cancellation_OfOneRank_EndsAllWithACheckpoint()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource source = new();
        DistributedRun run = new()
        {
            Token = collective => collective.Rank == 1 ? source.Token : CancellationToken.None,
            Callback = collective => collective.Rank == 1 ? new CancelsAt(2, source) : null,
            Checkpoints = new CheckpointOptions { Folder = folder.Path },
        };

        run.Train(2).Should().AllSatisfy(rank => (rank.Result.Steps, rank.Result.Canceled).Should().Be((2L, true)));
        Directory.GetFiles(folder.Path, "*.safetensors").Should().ContainSingle().Which.Should().Contain("0002");
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Resume_OnAnotherNumberOfRanks_ComesToTheSame(int first, int second)
    {
        using TemporaryFolder folder = new();
        DistributedRun whole = new() { IsDouble = true, Images = 16 };
        DistributedRun half = whole with
        {
            Callback = _ => new StopsAt(2, "half"),
            Checkpoints = new CheckpointOptions { Folder = folder.Path, Resume = ResumeMode.IfPresent },
        };
        half.Train(first);

        DistributedRun.Outcome[] resumed = (half with { Callback = _ => null }).Train(second);

        resumed.Should().AllSatisfy(rank =>
        {
            rank.Result.Steps.Should().Be(4);
            EmbeddingTensors.RelativeError(rank.Weights, whole.Train(1)[0].Weights).Should().BeLessThan(1e-10);
        });
    }

    [Fact]
    public void Train_OptionsThatDiffer_AreNamedOnEveryRank()
    {
        Action train = () => ThreadRanks.Run(2, collective => new DistributedRun
        {
            Options = new() { Epochs = 1, BatchSize = 8 - 2 * collective.Rank, Workers = 1 },
        }.Train(collective));

        train.Should().Throw<InvalidOperationException>().WithMessage("*training.BatchSize: 8 on rank 0, 6 on rank 1*");
    }

    [Fact]
    public void Train_CheckpointThatOnlyOneRankSees_IsRefused()
    {
        using TemporaryFolder folder = new(), other = new();
        DistributedRun run = new() { Checkpoints = new CheckpointOptions { Folder = folder.Path, Resume = ResumeMode.IfPresent } };
        run.Train(1);

        Action train = () => ThreadRanks.Run(2, collective => (run with
        {
            Checkpoints = new CheckpointOptions { Folder = collective.Rank == 0 ? folder.Path : other.Path, Resume = ResumeMode.IfPresent },
        }).Train(collective));

        train.Should().Throw<InvalidOperationException>().WithMessage("*after 6, 0 steps*shared file system*");
    }

    [Fact]
    public void Train_MicroBatchSmallerThanTheRanks_IsRefused()
    {
        DistributedRun run = new() { Options = new() { Epochs = 1, BatchSize = 8, MicroBatchSize = 3 } };

        FluentActions.Invoking(() => run.Train(3)).Should().Throw<ArgumentException>().WithMessage("*each of 3 ranks*a micro-batch of 2*");
    }

    [Fact]
    public void Ranks_ButTheFirst_AreSilent()
    {
        Messages[] logs = [new(), new()];
        List<TrainingProgress>[] reports = [[], []];
        DistributedRun run = new()
        {
            Logger = collective => logs[collective.Rank],
            Progress = collective => new Reports(reports[collective.Rank]),
        };

        run.Train(2);

        logs[0].All.Should().NotBeEmpty();
        logs[1].All.Where(message => message.Level < LogLevel.Error).Should().BeEmpty();
        reports[0].Should().HaveCount(6);
        reports[1].Should().BeEmpty();
    }

    [Fact]
    public void Representations_AreThoseOfAllRanks()
    {
        List<(long Rows, long Labels, int Views)> seen = [];
        DistributedRun run = new() { Callback = collective => collective.Rank == 1 ? new Looks(seen) : new Looks([]) };

        run.Train(2);

        seen.Should().HaveCount(6).And.AllBeEquivalentTo((16L, 8L, 2));
    }

    private sealed class StopsAt(long step, string reason) : TrainingCallback
    {
        public override void AfterStep(TrainingContext run)
        {
            if (run.Step == step)
                run.Stop(reason);
        }
    }

    private sealed class CancelsAt(long step, CancellationTokenSource source) : TrainingCallback
    {
        public override void AfterStep(TrainingContext run)
        {
            if (run.Step == step)
                source.Cancel();
        }
    }

    private sealed class Reports(List<TrainingProgress> all) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => all.Add(value);
    }

    private sealed class Looks(List<(long Rows, long Labels, int Views)> seen) : TrainingCallback
    {
        public override void OnRunStarted(TrainingContext run) => run.KeepRepresentations();

        public override void BeforeUpdate(TrainingContext run)
        {
            EmbeddingBatch batch = run.Representations!;
            seen.Add((batch.Values.shape[0], batch.Labels!.shape[0], batch.Views));
        }
    }
}
