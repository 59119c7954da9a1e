using SimClr.Tool.Pretraining;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Pretraining;

public sealed class RunKeeperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HandClock _clock = new();

    private string File => _folder.Combine("run.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Record_StepOfMinutes_IsRenewedEveryTenSeconds()
    {
        using RunKeeper keeper = New();
        DateTimeOffset start = _clock.GetUtcNow();

        _clock.Pass(TimeSpan.FromMinutes(3));
        RunRecord.Read(File).Updated.Should().Be(start + TimeSpan.FromMinutes(3));
        RunRecord.Read(File).StatusAt(_clock.GetUtcNow()).Should().Be(RunStatus.Training);
    }

    [Fact]
    public void Record_KeeperGone_IsRenewedNoMore()
    {
        DateTimeOffset start = _clock.GetUtcNow();
        New().Dispose();

        _clock.Pass(TimeSpan.FromMinutes(3));

        RunRecord.Read(File).Updated.Should().Be(start);
        RunRecord.Read(File).StatusAt(_clock.GetUtcNow()).Should().Be(RunStatus.Died);
    }

    [Fact]
    public void Record_EndedRun_KeepsTheTimeOfItsEnd()
    {
        using RunKeeper keeper = New();
        RunRecord end = keeper.Update(record => record with { Status = RunStatus.Done });
        _clock.Pass(TimeSpan.FromMinutes(3));
        RunRecord.Read(File).Updated.Should().Be(end.Updated);
    }

    private RunKeeper New() => new(
        new RunRecord
        {
            Options = new PretrainOptions(),
            Status = RunStatus.Training,
            Started = _clock.GetUtcNow(),
            Updated = _clock.GetUtcNow(),
            Pictures = 1,
            PicturesHash = "00",
        },
        File,
        _clock);
}
