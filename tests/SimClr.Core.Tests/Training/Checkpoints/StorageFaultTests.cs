using Microsoft.Extensions.Logging;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using SimClr.Core.Training.Checkpoints;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>A real disk that is full, or read-only, between two checkpoints of a run.</summary>
public sealed class StorageFaultTests : IDisposable
{
    private const int Kibibytes = 512;
    private const string Good = "checkpoint-000000000003.safetensors";

    // Less than a checkpoint, so that one is begun and cannot be finished.
    private const int BytesLeft = 8192;

    private readonly TemporaryFileSystem _disk = new(Kibibytes);

    public void Dispose() => _disk.Dispose();

    [MountTheory]
    [InlineData("full", "*after step 6 could not be saved*No space left*")]
    [InlineData("read-only", "*after step 6 could not be saved*Read-only file system*")]
    public void Train_DiskFailsAndFailureStops_NamesTheCauseAndTheGoodCheckpointGoesOn(string fault, string message)
    {
        float[] expected = new Session().Train().Weights;
        byte[] good = [];
        Session session = Run(CheckpointFailureHandling.Throw, report =>
        {
            if (report.Step != 4)
                return;
            good = File.ReadAllBytes(At(Good));
            Break(fault);
        });

        FluentActions.Invoking(() => session.Train()).Should().Throw<CheckpointException>().WithMessage(message)
            .WithInnerException<IOException>();

        Files().Should().Equal(Good);
        File.ReadAllBytes(At(Good)).Should().Equal(good);
        Mend(fault);
        (session with { Progress = null }).Train().Weights.Should().Equal(expected);
    }

    [MountTheory]
    [InlineData("full")]
    [InlineData("read-only")]
    public void Train_DiskFailsAndTrainingGoesOn_WarnsEachTimeAndSavesOnceItCan(string fault)
    {
        float[] expected = new Session().Train().Weights;
        byte[] good = [];
        Session session = Run(CheckpointFailureHandling.LogAndContinue, report =>
        {
            if (report.Step == 4)
            {
                good = File.ReadAllBytes(At(Good));
                Break(fault);
            }
            else if (report.Step == 10)
            {
                Files().Should().Equal([Good], "two attempts failed, and left nothing");
                File.ReadAllBytes(At(Good)).Should().Equal(good);
                Mend(fault);
            }
        });

        session.Train().Weights.Should().Equal(expected);

        ((Messages)session.Logger).All.Where(message => message.Level == LogLevel.Warning).Select(message => message.Text).Should()
            .SatisfyRespectively(
                first => first.Should().Contain("after step 6 could not be saved"),
                second => second.Should().Contain("after step 9 could not be saved"));
        Files().Should().Equal(Good, "checkpoint-000000000012.safetensors");
    }

    [MountFact]
    public void Train_OldCheckpointCannotBeDeleted_WarnsAndCountsTheNewOneAsSaved()
    {
        float[] expected = new Session().Train().Weights;
        Session session = Run(CheckpointFailureHandling.Throw, report =>
        {
            if (report.Step == 4)
                _disk.Pin(At(Good));
        });
        session.Checkpoints!.Keep = 1;

        session.Train().Weights.Should().Equal(expected);

        ((Messages)session.Logger).All.Where(message => message.Level == LogLevel.Warning).Should().HaveCount(3)
            .And.OnlyContain(message => message.Text.Contains("could not be deleted"));
        Files().Should().Equal(Good, "checkpoint-000000000012.safetensors");
    }

    private Session Run(CheckpointFailureHandling handling, Action<TrainingProgress> then) => new()
    {
        Checkpoints = new CheckpointOptions { Folder = At(""), OnFailure = handling, Resume = ResumeMode.IfPresent },
        Progress = new Callback(then),
    };

    private string At(string file) => _disk.At($"run/{file}");

    // Without the lock, which is there while a training runs and stays on a disk that has become read-only.
    private IEnumerable<string?> Files()
        => Directory.EnumerateFiles(At("")).Select(Path.GetFileName).Where(name => name != FolderLock.FileName)
            .Order(StringComparer.Ordinal);

    private void Break(string fault)
    {
        if (fault == "full")
            _disk.Fill(BytesLeft);
        else
            _disk.MakeReadOnly();
    }

    private void Mend(string fault)
    {
        if (fault == "full")
            _disk.Empty();
        else
            _disk.MakeWritable();
    }
}
