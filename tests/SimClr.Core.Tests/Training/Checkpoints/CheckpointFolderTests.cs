using SimClr.Core.Tests.Data;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>What a folder of checkpoints may be like, and whose it is.</summary>
public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FindNewest_EmptyName_IsRefused()
        => FluentActions.Invoking(() => CheckpointFile.FindNewest("")).Should().Throw<ArgumentException>().WithParameterName("folder");

    [Fact]
    public void Train_NoCheckpointWhereOneIsRequired_SaysThatAndNoMore()
    {
        Session session = new() { Checkpoints = new CheckpointOptions { Folder = _folder.Path, Resume = ResumeMode.Required } };

        FluentActions.Invoking(() => session.Train()).Should().Throw<CheckpointException>().Which.Message
            .Should().Be($"{_folder.Path} holds no checkpoint to go on from.");
    }

    [Fact]
    public void Train_FolderGoesInTheMidstOfTheRun_IsMadeAgain()
    {
        string folder = Path.Combine(_folder.Path, "checkpoints");
        Session session = new()
        {
            Checkpoints = new CheckpointOptions { Folder = folder },
            Progress = new Callback(report =>
            {
                if (report.Step == Session.StepsPerEpoch + 1)
                    Directory.Delete(folder, recursive: true);
            }),
        };

        session.Train();

        CheckpointFile.FindNewest(folder).Should().EndWith("checkpoint-000000000012.safetensors");
    }

    [Fact]
    public void Train_NewCheckpointCannotBeWritten_DeletesNoOldOne()
    {
        Session session = new() { Checkpoints = new CheckpointOptions { Folder = _folder.Path, Resume = ResumeMode.IfPresent, Keep = 2 } };
        session.Train();
        // A folder stands where the next file should be.
        Directory.CreateDirectory(Path.Combine(_folder.Path, "checkpoint-000000000015.safetensors"));
        Session longer = session with
        {
            Options = new TrainingOptions { Epochs = 5, BatchSize = 8, Seed = 1, Workers = 1, LogEverySteps = 2 },
            Checkpoints = new CheckpointOptions
            {
                Folder = _folder.Path, Resume = ResumeMode.IfPresent, AllowMoreEpochs = true, Keep = 1, OnFailure = CheckpointFailureHandling.LogAndContinue,
            },
        };

        longer.Train().Result.Steps.Should().Be(15);

        Directory.EnumerateFiles(_folder.Path, "*.safetensors").Select(path => Path.GetFileName(path)).Order()
            .Should().Equal("checkpoint-000000000009.safetensors", "checkpoint-000000000012.safetensors");
    }

    [Fact]
    public void Train_SameImagesWithOtherLabels_IsAnotherRun()
    {
        Session session = new()
        {
            Images = new DrawnImages(26) { ClassNames = ["cat", "dog"] },
            Checkpoints = new CheckpointOptions { Folder = _folder.Path, Resume = ResumeMode.IfPresent },
        };
        session.Train();
        Session other = session with { Images = new DrawnImages(26) { ClassNames = ["cat", "dog"], LabelShift = 1 } };

        FluentActions.Invoking(() => other.Train()).Should().Throw<CheckpointException>().Which.Differences
            .Should().ContainSingle().Which.Should().StartWith("images.labels: ");
    }
}
