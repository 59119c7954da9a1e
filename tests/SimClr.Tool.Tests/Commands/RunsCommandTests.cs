using System.Text.Json.Nodes;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Pretraining;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.Commands;

public sealed class RunsCommandTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compare_Runs_ShowsWhereOptionsVersionsAndResultsDiffer()
    {
        Write("a", RunStatus.Done, Noon, 7.5);
        Write("b", RunStatus.Done, Noon, 7.25, record => record with
        {
            Options = record.Options with { Width = 64, Epochs = 30 },
            Versions = new Dictionary<string, string>(record.Versions) { ["torchsharp"] = "0.0.1" },
        });

        ToolCall call = ToolCall.Of("runs", "compare", _folder.Combine("a"), _folder.Combine("b", "run.json"));

        string[] lines = call.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().Be($"{_folder.Combine("a", "run.json")} | {_folder.Combine("b", "run.json")}");
        lines.Skip(1).Should().HaveCount(4).And.Contain(["options.epochs: 20 | 30", "options.width: 32 | 64", "metrics.loss: 7.5 | 7.25"])
            .And.ContainSingle(line => line.StartsWith("versions.torchsharp: ") && line.EndsWith(" | 0.0.1"));
    }

    [Fact]
    public void Compare_SameRun_HasNoDifference()
    {
        Write("a", RunStatus.Done, Noon, 7.5);
        ToolCall.Of("runs", "diff", _folder.Combine("a"), _folder.Combine("a")).Output.Should().Be($"no difference{Environment.NewLine}");
    }

    [Fact]
    public void List_RunThatTrains_IsAliveUntilItsRecordIsAMinuteOld()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Write("alive", RunStatus.Training, now - TimeSpan.FromSeconds(20), 7.5);
        Write("killed", RunStatus.Training, now - TimeSpan.FromMinutes(5), 7.5);

        ToolCall text = ToolCall.Of("runs", "list", "--in", _folder.Path), json = ToolCall.Of("runs", "list", "--in", _folder.Path, "--json");

        text.Output.Should().MatchRegex(@"training .*alive.*last sign (1[0-9]|[2-5][0-9]) s ago").And.MatchRegex(@"died .*killed.*last sign 5 min ago");
        json.Result.AsArray().Select(run => (string)run!["status"]!).Should().BeEquivalentTo("training", "died");
        ToolCall.Of("runs", "best", "--in", _folder.Path).Output.Should().StartWith("no runs in ", "neither has finished");
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void StatusAt_SilenceOfSeconds_IsDeathAfterAMinute(int seconds, bool isDead)
        => Record(RunStatus.Training, Noon, 1).StatusAt(Noon + TimeSpan.FromSeconds(seconds)).Should().Be(isDead ? RunStatus.Died : RunStatus.Training);

    [Fact]
    public void StatusAt_EndedRun_NeverDies()
        => Record(RunStatus.Canceled, Noon, 1).StatusAt(Noon + TimeSpan.FromDays(400)).Should().Be(RunStatus.Canceled);

    [Fact]
    public void List_RecordThatIsNoUse_IsNamedAndHidesNoOther()
    {
        Write("a", RunStatus.Done, Noon, 7.5);
        Directory.CreateDirectory(_folder.Combine("broken"));
        File.WriteAllText(_folder.Combine("broken", "run.json"), "{ \"options\"");

        ToolCall call = ToolCall.Of("runs", "list", "--in", _folder.Path, "--json");

        call.Result.AsArray().Should().ContainSingle();
        call.Messages.Should().Contain(_folder.Combine("broken", "run.json"));
        ToolCall compare = ToolCall.Of("runs", "compare", _folder.Combine("a"), _folder.Combine("broken"));
        compare.Code.Should().Be(ExitCode.Failed);
        compare.Messages.Should().Contain("expected the record of a run");
    }

    [Fact]
    public void Best_Runs_AreOrderedByTheMetric()
    {
        Write("a", RunStatus.Done, Noon, 7.5);
        Write("b", RunStatus.Done, Noon, 7.25);

        JsonArray runs = ToolCall.Of("runs", "best", "--in", _folder.Path, "--json").Result.AsArray();

        runs.Select(run => (string)run!["path"]!).Should().Equal(_folder.Combine("b", "run.json"), _folder.Combine("a", "run.json"));
    }

    private void Write(string name, RunStatus status, DateTimeOffset updated, double loss, Func<RunRecord, RunRecord>? change = null)
    {
        RunRecord record = Record(status, updated, loss);
        Directory.CreateDirectory(_folder.Combine(name));
        (change?.Invoke(record) ?? record).Write(_folder.Combine(name, "run.json"));
    }

    private static RunRecord Record(RunStatus status, DateTimeOffset updated, double loss) => new()
    {
        Options = new PretrainOptions { Folder = "/photos", Epochs = 20 },
        Status = status,
        Started = Noon,
        Updated = updated,
        Pictures = 100,
        PicturesHash = "00",
        Metrics = new Dictionary<string, double> { ["loss"] = loss },
    };
}
