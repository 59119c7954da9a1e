using System.Text.Json.Nodes;
using SimClr.Core.Samples.Cifar10;
using SimClr.Core.Samples.PaperStudies;
using SimClr.Core.Samples.Quickstart;
using SimClr.Core.SampleTests.Support;
using SimClr.Tool.Tests.Pretraining;

namespace SimClr.Core.SampleTests.Programs;

/// <summary>The samples under an MPI launcher: <c>mpirun -n 2 dotnet Quickstart.dll</c>.</summary>
public sealed class RankProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Output => _folder.Combine("output");

    public void Dispose() => _folder.Dispose();

    [OpenMpiFact]
    public void Quickstart_TwoRanks_TrainsOneModelAndReportsOnce()
    {
        (int code, string output, string messages) = OpenMpiJob.Run(
            typeof(QuickstartRun).Assembly.Location,
            "--limit", "60", "--epochs", "1", "--batch-size", "20", "--width", "4", "--view-size", "8", "--threads", "1", "--output", Output);

        ShouldHaveReportedOnce(code, output, messages);
        ((int)Metrics["steps"]!).Should().Be(3, "a batch is of both ranks together");
    }

    [OpenMpiFact]
    public void Cifar10_TwoRanks_TrainByOnePlan()
    {
        foreach (string part in (string[])["train", "test"])
            foreach (string name in (string[])["one", "two"])
                PictureFolder.Fill(_folder.Combine($"labeled/{part}/{name}"), 12);

        (int code, string output, string messages) = OpenMpiJob.Run(
            typeof(Cifar10Run).Assembly.Location, "--data", _folder.Combine("labeled"), "--epochs", "1", "--threads", "1", "--output", Output);

        ShouldHaveReportedOnce(code, output, messages);
        ((int)Metrics["plan"]!["epochs"]!).Should().Be(1);
    }

    [OpenMpiFact]
    public void PaperStudies_TwoRanks_SaysThatItIsForOne()
    {
        (int code, string _, string messages) = OpenMpiJob.Run(typeof(StudyOptions).Assembly.Location, "heads", "--budget", "quick", "--output", Output);

        code.Should().NotBe(0);
        messages.Should().Contain("runs in one process");
        Directory.Exists(Output).Should().BeFalse();
    }

    private JsonNode Metrics => JsonNode.Parse(File.ReadAllText(Path.Combine(Output, "metrics.json")))!;

    private void ShouldHaveReportedOnce(int code, string output, string messages)
    {
        code.Should().Be(0, messages);
        output.Split("pretrained encoder  ").Should().HaveCount(2, "the second rank is silent");
        output.Should().Contain("in 2 processes, 1 thread each");
        Directory.GetFiles(Path.Combine(Output, "checkpoints"), "*.safetensors").Should().ContainSingle();
        File.Exists(Path.Combine(Output, "report.html")).Should().BeTrue();
    }
}
