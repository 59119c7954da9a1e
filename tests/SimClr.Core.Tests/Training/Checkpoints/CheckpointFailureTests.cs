using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>What cannot be saved or must not be taken up is said, and what was good stays.</summary>
public sealed class CheckpointFailureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cut")]
    [InlineData("flipped")]
    [InlineData("empty")]
    [InlineData("foreign")]
    public void Train_DamagedCheckpoint_IsRefusedUntouchedAndTheOneBeforeWorks(string damage)
    {
        Session session = new() { Checkpoints = Options() };
        (_, float[] expected) = session.Train();
        string newest = _folder.At("run/checkpoint-000000000012.safetensors");
        byte[] bytes = File.ReadAllBytes(newest);
        File.WriteAllBytes(newest, damage switch
        {
            "cut" => bytes[..^7],
            "flipped" => [.. bytes[..(bytes.Length / 2)], (byte)(bytes[bytes.Length / 2] ^ 4), .. bytes[(bytes.Length / 2 + 1)..]],
            "empty" => [],
            _ => Interop.SafeTensorsBytes.Sound,
        });
        using SimClrModel model = (session with { ModelSeed = 5 }).Model();
        float[] before = SmallModel.Weights(model);

        FluentActions.Invoking(() => session.Train(model)).Should().Throw<IOException>().WithMessage($"{newest}*");
        SmallModel.Weights(model).Should().Equal(before);

        File.Delete(newest);
        session.Train().Weights.Should().Equal(expected);
    }

    [Fact]
    public void Train_FolderCannotBeWritten_StopsBeforeTheFirstStepWithTheReason()
    {
        _folder.Write("blocked", "a file where a folder should be");
        Session session = new()
        {
            Checkpoints = new CheckpointOptions { Folder = _folder.At("blocked") + "/run" },
            Options = new TrainingOptions { Epochs = 1, BatchSize = 8, LogEverySteps = 1 },
            Progress = new Callback(_ => Assert.Fail("a step was made")),
        };
        FluentActions.Invoking(() => session.Train())
            .Should().Throw<CheckpointException>().WithMessage("Checkpoints cannot be saved in *blocked*").WithInnerException<IOException>();
    }

    [Theory]
    [InlineData(ResumeMode.Never, "", "it")]
    [InlineData(ResumeMode.Required, "", "it")]
    [InlineData(ResumeMode.Never, "/run", "*blocked")]
    [InlineData(ResumeMode.Required, "/run", "*blocked")]
    public void Train_FolderIsAFile_SaysSo(ResumeMode resume, string below, string which)
    {
        string file = _folder.Write("blocked", "a file where a folder should be");
        Session session = new() { Checkpoints = new CheckpointOptions { Folder = file + below, Resume = resume } };
        FluentActions.Invoking(() => session.Train())
            .Should().Throw<CheckpointException>().WithMessage($"*{file + below}*{which} is a file, not a folder.");
    }

    [Fact]
    public void Train_FolderCannotBeWrittenAndTrainingGoesOn_WarnsAtOnceAndAtEachCheckpoint()
    {
        _folder.Write("blocked", "a file where a folder should be");
        Messages messages = new();
        Session session = new()
        {
            Logger = messages,
            Checkpoints = new CheckpointOptions { Folder = _folder.At("blocked") + "/run", OnFailure = CheckpointFailureHandling.LogAndContinue },
        };

        session.Train().Result.Steps.Should().Be(12);

        messages.All.Where(message => message.Level == LogLevel.Warning).Select(message => message.Text).Should().HaveCountGreaterThan(4)
            .And.HaveElementAt(0, $"Checkpoints cannot be saved in {session.Checkpoints.Folder}; training goes on");
    }

    [Theory]
    [InlineData(ResumeMode.IfPresent)]
    [InlineData(ResumeMode.StartOver)]
    public void Train_FolderThatTakesNoFiles_IsRefusedBeforeAnythingIsLoadedOrDeleted(ResumeMode resume)
    {
        Session session = new() { Checkpoints = Options() };
        session.Train();
        string newest = _folder.At("run/checkpoint-000000000012.safetensors");
        File.Delete(newest);
        string[] files = [.. Directory.EnumerateFiles(_folder.At("run"))];
        // What the probe wants to write is a folder here, whatever the user may do.
        string probe = _folder.At($"run/write-probe-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp");
        Directory.CreateDirectory(probe);
        using SimClrModel model = (session with { ModelSeed = 5 }).Model();
        float[] before = SmallModel.Weights(model);

        FluentActions.Invoking(() => (session with { Checkpoints = Options(resume) }).Train(model))
            .Should().Throw<CheckpointException>().WithMessage("Checkpoints cannot be saved in *run*");

        SmallModel.Weights(model).Should().Equal(before);
        Directory.EnumerateFiles(_folder.At("run")).Should().BeEquivalentTo(files);
    }

    [Fact]
    public void Train_FinishedRunInAFolderThatTakesNoFiles_GivesItsResultAgain()
    {
        Session session = new() { Checkpoints = Options() };
        session.Train();
        Directory.CreateDirectory(_folder.At($"run/write-probe-{Environment.ProcessId}-{Environment.CurrentManagedThreadId}.tmp"));
        session.Train().Result.Steps.Should().Be(12);
    }

    [Fact]
    public void Train_SavingFailsInMidRun_GoesOnWithAWarningAndKeepsTheGoodOne()
    {
        string obstacle = _folder.At("run/checkpoint-000000000006.safetensors.tmp");
        Directory.CreateDirectory(obstacle);
        CheckpointOptions options = Options(ResumeMode.Never);
        options.OnFailure = CheckpointFailureHandling.LogAndContinue;
        options.Keep = 1;
        Messages messages = new();
        Session session = new() { Logger = messages, Checkpoints = options };

        session.Train().Result.Steps.Should().Be(12);

        messages.All.Should().ContainSingle(message => message.Level == LogLevel.Warning).Which.Text.Should()
            .Contain("after step 6 could not be saved");
        Directory.EnumerateFiles(_folder.At("run")).Select(Path.GetFileName).Should().Equal("checkpoint-000000000012.safetensors");
    }

    [Fact]
    public void Train_Keep_DeletesOnlyItsOwnOldFiles()
    {
        string[] foreign = ["checkpoint-1.safetensors", "checkpoint-000000000001.safetensors.bak", "notes.txt", "other.tmp"];
        foreach (string name in foreign)
            _folder.Write($"run/{name}", "mine");
        _folder.Write("run/checkpoint-000000000002.safetensors.tmp", "left by a killed process");
        CheckpointOptions options = Options(ResumeMode.Never);
        options.Keep = 2;
        new Session { Checkpoints = options }.Train();

        Directory.EnumerateFiles(_folder.At("run")).Select(Path.GetFileName).Should()
            .BeEquivalentTo([.. foreign, "checkpoint-000000000009.safetensors", "checkpoint-000000000012.safetensors"]);
    }

    [Fact]
    public void Train_FolderOfAnotherRunOrNone_IsTakenAsTheModeSays()
    {
        FluentActions.Invoking(() => new Session { Checkpoints = Options(ResumeMode.Required) }.Train())
            .Should().Throw<CheckpointException>().WithMessage("*no checkpoint*");
        new Session { Checkpoints = Options(ResumeMode.Never) }.Train();
        FluentActions.Invoking(() => new Session { Checkpoints = Options(ResumeMode.Never) }.Train())
            .Should().Throw<CheckpointException>().WithMessage("*already*000012*");
        _folder.Write("run/checkpoint-000000000002.safetensors.tmp", "left by a killed process");
        new Session { Checkpoints = Options(ResumeMode.StartOver) }.Train(new CancellationToken(canceled: true));
        Directory.EnumerateFiles(_folder.At("run")).Should().BeEmpty();
        Session over = new() { Temperature = 0.2, Checkpoints = Options(ResumeMode.StartOver) };
        over.Options.Epochs = 1;
        over.Train().Result.Steps.Should().Be(3);
        Directory.EnumerateFiles(_folder.At("run")).Should().ContainSingle().Which.Should().EndWith("checkpoint-000000000003.safetensors");
    }

    [Theory]
    [InlineData("lbfgs", "LBFGS")]
    [InlineData("hidden", nameof(HiddenMomentum))]
    [InlineData("derived", nameof(DerivedAdam))]
    public void Train_OptimizerWhoseStateIsOutOfReach_SaysWhatToDoBeforeTheFirstStep(string optimizer, string name)
    {
        Session session = new()
        {
            Optimizer = optimizer, Checkpoints = Options(), Progress = new Callback(_ => Assert.Fail("a step was made")),
        };
        session.Invoking(it => it.Train()).Should().Throw<NotSupportedException>()
            .WithMessage($"A checkpoint cannot hold the state of {name}: *IStatefulOptimizer, with an empty State if*");
    }

    [Fact]
    public void Train_CustomOptimizerWithoutCheckpoints_NeedsNoState()
        => new Session { Optimizer = "hidden" }.Train().Weights.Should().Equal(new Session { Optimizer = "stateful" }.Train().Weights);

    [Fact]
    public void Train_Diverged_SavesNoBrokenModel()
    {
        CheckpointOptions options = Options();
        options.EverySteps = 1;
        Session session = new() { Optimizer = "sgd", Schedule = new BlowUp(4), Checkpoints = options };
        session.Options.LogEverySteps = 1000;
        FluentActions.Invoking(() => session.Train()).Should().Throw<TrainingDivergedException>();
        foreach (string file in Directory.EnumerateFiles(_folder.At("run")))
        {
            using SafeTensorsFile saved = SafeTensorsFile.Read(file);
            saved.Tensors["model.encoder.module.1.weight"].data<float>().ToArray().Should().OnlyContain(weight => float.IsFinite(weight));
        }
    }

    [Fact]
    public void Train_WeightsBreakBeforeACheckpoint_ItIsNotSavedAndTheReasonNamesThem()
    {
        CheckpointOptions options = Options();
        options.EverySteps = 1;
        Session session = new() { Optimizer = "sgd", Schedule = new BlowUp(3, double.PositiveInfinity), Checkpoints = options };

        FluentActions.Invoking(() => session.Train()).Should().Throw<TrainingDivergedException>()
            .WithMessage("*encoder.module.1.weight*after step 4 of 12; it was not saved*");

        Directory.EnumerateFiles(_folder.At("run")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .Should().EndWith("checkpoint-000000000003.safetensors");
    }

    [Fact]
    public void Checkpoints_Default_GoIntoAFolderOfThatName() => new CheckpointOptions().Folder.Should().Be("checkpoints");

    [Fact]
    public void Checkpoints_OutOfRange_AreRefusedAtOnce()
        => FluentActions.Invoking(() => new Session { Checkpoints = new CheckpointOptions { Folder = "", EveryEpochs = 0, EverySteps = 0, Keep = 0 } }.Train())
            .Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(4);

    private CheckpointOptions Options(ResumeMode resume = ResumeMode.IfPresent) => new() { Folder = _folder.At("run"), Resume = resume };

    private sealed class BlowUp(long from, double rate = 1e38) : LearningRateSchedule
    {
        public override double LearningRateAt(long step) => step < from ? 0.01 : rate;
    }
}
