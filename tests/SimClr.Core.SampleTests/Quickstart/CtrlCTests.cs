using SimClr.Core.Samples.CommandLine;
using SimClr.Core.SampleTests.Support;

namespace SimClr.Core.SampleTests.Quickstart;

/// <summary>Ctrl-C in a real process: once ends in good order, twice ends at once.</summary>
public sealed class CtrlCTests : IDisposable
{
    private const int Interrupted = 130;
    private const string Training = "epoch ";

    private readonly TemporaryFolder _folder = new();

    public CtrlCTests() => PictureFolder.Fill(_folder.Combine("images"), 16);

    public void Dispose() => _folder.Dispose();

    [SignalFact]
    public void PressedOnce_WhileTraining_EndsAfterTheStepWithACheckpointAndAReport()
    {
        using QuickstartProcess sample = Start();
        sample.WaitFor(Training);

        sample.PressCtrlC();
        sample.WaitForExit();

        sample.ExitCode.Should().Be(Interrupted);
        sample.Output
            .Should().Contain(CtrlC.Announcement).And.Contain("Ended early, after").And.Contain("--resume goes on").And.Contain("Written to ");
        Directory.EnumerateFiles(_folder.Combine("run"), "*.safetensors", SearchOption.AllDirectories).Should().HaveCountGreaterThan(1);
    }

    [SignalFact]
    public void PressedTwice_EndsAtOnce()
    {
        // A step of a wide network, and the report after it, take longer than the second press.
        using QuickstartProcess sample = Start(width: 64);
        sample.WaitFor("Training ResNet");

        sample.PressCtrlC();
        sample.WaitFor(CtrlC.Announcement);
        sample.PressCtrlC();
        sample.WaitForExit();

        sample.ExitCode.Should().Be(Interrupted);
        sample.Output.Should().NotContain("Written to ").And.NotContain("Ended before");
    }

    private QuickstartProcess Start(int width = 4) => new(
        "--data", _folder.Combine("images"), "--output", _folder.Combine("run"), "--epochs", "100000", "--batch-size", "8", "--width", $"{width}", "--threads", "1");
}
