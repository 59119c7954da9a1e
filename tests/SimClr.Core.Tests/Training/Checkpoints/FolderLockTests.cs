using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using SimClr.Core.Training.Checkpoints;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>Two trainings must not write, or delete, in one folder.</summary>
public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(ResumeMode.IfPresent)]
    [InlineData(ResumeMode.StartOver)]
    [InlineData(ResumeMode.Required)]
    public void Train_FolderOfATrainingThatRuns_IsRefusedAndNothingIsTouched(ResumeMode resume)
    {
        List<string> refusals = [];
        string[] files = [];
        Session first = new()
        {
            Checkpoints = Options(ResumeMode.IfPresent),
            Progress = new Callback(progress =>
            {
                // By then the first has written a checkpoint.
                if (progress.Step < Session.StepsPerEpoch + 1 || refusals.Count > 0)
                    return;
                files = Files();
                Session second = new() { Checkpoints = Options(resume) };
                refusals.Add(FluentActions.Invoking(() => second.Train()).Should().Throw<CheckpointException>().Which.Message);
                Files().Should().Equal(files);
            }),
        };

        first.Train().Result.Steps.Should().Be(12);

        refusals.Should().ContainSingle().Which.Should().Contain("is in use by another training");
        files.Should().Contain("checkpoint-000000000003.safetensors").And.Contain(FolderLock.FileName);
        Files().Should().NotContain(FolderLock.FileName);
    }

    [Fact]
    public void Train_FolderNotThereYet_IsHeldBeforeThereIsACheckpoint()
    {
        List<long> steps = [];
        Session session = new()
        {
            Checkpoints = Options(ResumeMode.IfPresent),
            Progress = new Callback(progress =>
            {
                if (progress.Step >= Session.StepsPerEpoch)
                    return;
                Session second = new() { Checkpoints = Options(ResumeMode.IfPresent) };
                FluentActions.Invoking(() => second.Train()).Should().Throw<CheckpointException>().WithMessage("*is in use by another training*");
                Files().Should().Equal(FolderLock.FileName);
                steps.Add(progress.Step);
            }),
        };

        session.Train().Result.Steps.Should().Be(12);

        steps.Should().Equal(2);
    }

    [Fact]
    public void Train_LockLeftByAKilledProcess_GoesOn()
    {
        _folder.Write($"run/{FolderLock.FileName}", "");
        new Session { Checkpoints = Options(ResumeMode.IfPresent) }.Train().Result.Steps.Should().Be(12);
    }

    [Fact]
    public void Train_LockCannotBeMade_GoesOnWithoutOne()
    {
        Directory.CreateDirectory(_folder.At($"run/{FolderLock.FileName}"));
        new Session { Checkpoints = Options(ResumeMode.IfPresent) }.Train().Result.Steps.Should().Be(12);
        Files().Should().EndWith("checkpoint-000000000012.safetensors");
    }

    private string[] Files() => [.. Directory.EnumerateFiles(_folder.At("run")).Select(path => Path.GetFileName(path)!).Order()];

    private CheckpointOptions Options(ResumeMode resume) => new() { Folder = _folder.At("run"), Resume = resume };
}
