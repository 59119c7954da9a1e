using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>A run that was interrupted comes to the same weights, to the bit, and tells the same story.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Steps = 4 * Session.StepsPerEpoch;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lars", null, 1)]
    [InlineData("sgd", null, 2)]
    [InlineData("adam", null, 1)]
    [InlineData("rmsprop", null, 1)]
    [InlineData("nadam", null, 1)]
    [InlineData("groups", null, 1)]
    [InlineData("stateful", null, 1)]
    [InlineData("adam", 3, 3)]
    public void Train_ResumedAtAnyStep_EqualsTheUninterruptedRun(string optimizer, int? microBatch, int workers)
    {
        Session session = new() { Optimizer = optimizer };
        session.Options.MicroBatchSize = microBatch;
        ResumedRunsEqualTheWhole(session, workers, 11, 9, 6, 4, 1);
    }

    [Theory]
    [InlineData("lars", Precision.Float32, null)]
    [InlineData("lars", Precision.Float32, 3)]
    [InlineData("lars", Precision.BFloat16, null)]
    [InlineData("sgd", Precision.BFloat16, 5)]
    public void Train_ResNetResumedInMidEpoch_EqualsTheUninterruptedRun(string optimizer, Precision precision, int? microBatch)
    {
        Session session = new() { Residual = true, Optimizer = optimizer, Precision = precision };
        session.Options.MicroBatchSize = microBatch;
        session.Options.Epochs = 2;
        ResumedRunsEqualTheWhole(session, workers: 2, 4);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(28)]
    public void Train_LeftOverBatchResumedAtAnyStep_EqualsTheUninterruptedRun(int images)
    {
        Session session = new() { Optimizer = "sgd", Images = new DrawnImages(images) };
        (session.Options.DropLastBatch, session.Options.LogEverySteps) = (false, 100);
        ResumedRunsEqualTheWhole(session, workers: 1, 15, 12, 11, 10, 3, 2);
    }

    [Fact]
    public void FindNewest_FolderOfARun_IsItsLastCheckpoint()
    {
        CheckpointFile.FindNewest(_folder.At("none")).Should().BeNull("there is no such folder");
        CheckpointFile.FindNewest(_folder.Path).Should().BeNull("there is no checkpoint");
        string file = _folder.Write("a-file/run.zip", "packed");
        FluentActions.Invoking(() => CheckpointFile.FindNewest(Path.GetRelativePath(Environment.CurrentDirectory, file)))
            .Should().Throw<CheckpointException>().WithMessage($"{file}: expected a folder of checkpoints, but it is a file, *");
        new Session { Checkpoints = new CheckpointOptions { Folder = _folder.Path, EveryEpochs = 1, Keep = 2 } }.Train();
        File.WriteAllText(_folder.At("checkpoint-of-mine.safetensors"), "");

        CheckpointFile.FindNewest(_folder.Path).Should().Be(_folder.At($"checkpoint-{Steps:D12}.safetensors"));
    }

    [Fact]
    public void Train_TwoEpochsAndTwoMore_EqualFour()
    {
        Session session = new() { Optimizer = "sgd", Schedule = new ConstantSchedule(0.05) };
        (TrainingResult whole, float[] expected) = session.Train();
        Session half = session with { Options = new TrainingOptions { Epochs = 2, BatchSize = 8, Seed = 1, Workers = 1, LogEverySteps = 2 } };
        (half with { Checkpoints = Every(null) }).Train();

        FluentActions.Invoking(() => (session with { Checkpoints = Every(null) }).Train()).Should().Throw<CheckpointException>()
            .WithMessage("*training.Epochs: 2 in the checkpoint, 4 in this run*");
        CheckpointOptions more = Every(null);
        more.AllowMoreEpochs = true;
        (TrainingResult result, float[] weights) = (session with { Checkpoints = more }).Train();

        weights.Should().Equal(expected);
        Story(result).Should().Equal(Story(whole));
    }

    [Fact]
    public void Train_Canceled_SavesAndSaysSoAndGoesOn()
    {
        Session session = new() { Optimizer = "adam" };
        (_, float[] expected) = session.Train();
        using CancellationTokenSource cancellation = new();
        Messages messages = new();
        Session canceled = session with
        {
            Checkpoints = new CheckpointOptions { Folder = _folder.At("run"), EveryEpochs = null },
            Progress = new Canceller(cancellation, step: 4),
            Logger = messages,
        };

        canceled.Train(cancellation.Token).Result.Should().Match<TrainingResult>(result => result.Canceled && result.Steps == 4);

        Files().Should().Equal("checkpoint-000000000004.safetensors");
        string file = _folder.At("run/checkpoint-000000000004.safetensors");
        messages.All.TakeLast(2).Select(message => message.Text).Should().Equal(
            $"Checkpoint after step 4 of 12: {file}", "Canceled after step 4 of 12; a checkpoint of it is saved");
        messages.All.Clear();
        (session with { Checkpoints = Every(null), Logger = messages }).Train().Weights.Should().Equal(expected);
        messages.All.Select(message => message.Text).Should().Contain($"Going on after step 4 of 12 from {file}");
    }

    [Fact]
    public void Train_CanceledBeforeItsFirstStep_SavesNothing()
    {
        Messages messages = new();
        Session session = new() { Checkpoints = Every(null), Logger = messages };
        session.Train(new CancellationToken(canceled: true)).Result.Canceled.Should().BeTrue();
        Files().Should().BeEmpty();
        messages.All[^1].Text.Should().Be("Canceled after step 0 of 12; no checkpoint of it is saved");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_CanceledWithoutACheckpoint_SaysSo(bool fails)
    {
        _folder.Write("blocked", "a file where a folder should be");
        using CancellationTokenSource cancellation = new();
        Messages messages = new();
        Session session = new()
        {
            Checkpoints = fails
                ? new CheckpointOptions { Folder = _folder.At("blocked") + "/run", OnFailure = CheckpointFailureHandling.LogAndContinue }
                : null,
            Progress = new Canceller(cancellation, step: 4),
            Logger = messages,
        };

        session.Train(cancellation.Token).Result.Canceled.Should().BeTrue();

        messages.All[^1].Text.Should().Be("Canceled after step 4 of 12; no checkpoint of it is saved");
    }

    [Fact]
    public void Train_FinishedRun_GivesItsResultAgain()
    {
        Session session = new() { Optimizer = "adam", Checkpoints = Every(null) };
        (TrainingResult first, float[] expected) = session.Train();
        (TrainingResult again, float[] weights) = session.Train();

        weights.Should().Equal(expected);
        again.Should()
            .BeEquivalentTo(first, options => options.Excluding(result => result.Duration).Excluding(result => result.ViewsPerSecond));
    }

    [Fact]
    public void Train_SavingAndResuming_KeepsTheNumberOfLiveTensors()
    {
        Session session = new() { Residual = true };
        using SimClrModel model = session.Model();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.05, momentum: 0.9);
        ContrastiveTrainer trainer = new(model, loss, optimizer, session.Options) { Checkpoints = Every(1) };
        ViewGenerator views = new(5, new AddNoise());
        trainer.Train(session.Images, views);
        long before = LiveTensors.Count();

        KeepUpTo(8);
        trainer.Train(session.Images, views).Steps.Should().Be(Steps);

        LiveTensors.Count().Should().Be(before);
    }

    [Fact]
    public void Train_OptionsThatDoNotMatter_MayDiffer()
    {
        Session session = new() { Checkpoints = Every(2) };
        session.Train();
        KeepUpTo(4);
        session.Options.PrefetchBatches = 5;
        session.Options.LogEverySteps = 1;
        session.Options.TuneAllocator = false;
        session.Options.TensorBoardFolder = _folder.At("board");
        session.Train().Result.Steps.Should().Be(Steps);
    }

    private void ResumedRunsEqualTheWhole(Session session, int workers, params int[] steps)
    {
        (TrainingResult whole, float[] expected) = session.Train();
        (session with { Checkpoints = Every(1) }).Train().Weights.Should().Equal(expected, "saving must not change the run");
        session.Options.Workers = workers;
        foreach (int step in steps)
        {
            KeepUpTo(step);
            (TrainingResult resumed, float[] weights) = (session with { Checkpoints = Every(null), ModelSeed = 7 }).Train();
            weights.Should().Equal(expected, $"it was resumed after step {step}");
            resumed.Steps.Should().Be(whole.Steps);
            Story(resumed).Should().Equal(Story(whole));
        }
    }

    private CheckpointOptions Every(int? steps)
        => new() { Folder = _folder.At("run"), EverySteps = steps, Keep = 100, Resume = ResumeMode.IfPresent };

    private void KeepUpTo(int step)
    {
        foreach (string file in Files().Where(file => string.CompareOrdinal(file, $"checkpoint-{step:D12}.safetensors") > 0))
            File.Delete(_folder.At($"run/{file}"));
    }

    private string[] Files() => Directory.Exists(_folder.At("run"))
        ? [.. Directory.EnumerateFiles(_folder.At("run")).Select(file => Path.GetFileName(file)).Order()]
        : [];

    private static (int, double, double, double)[] Story(TrainingResult result)
        => [.. result.Epochs.Select(epoch => (epoch.Epoch, epoch.Loss, epoch.ContrastiveAccuracy, epoch.LearningRate))];

    private sealed class Canceller(CancellationTokenSource cancellation, long step) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step == step)
                cancellation.Cancel();
        }
    }
}
