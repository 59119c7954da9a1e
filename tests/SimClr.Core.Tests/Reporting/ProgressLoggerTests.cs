using Microsoft.Extensions.Logging;
using SimClr.Core.Reporting;

namespace SimClr.Core.Tests.Reporting;

public sealed class ProgressLoggerTests
{
    [Fact]
    public void Log_Warning_IsOneLineHoweverLong()
    {
        string written = Written(log => log.LogWarning("Image {Index} is left out: {Reason}", 7, new string('x', 200)));

        written.Should().Be("warning: Image 7 is left out: " + new string('x', 200) + Environment.NewLine);
    }

    [Fact]
    public void Log_Error_SaysSo() => Written(log => log.LogError("No more")).Should().Be("error: No more" + Environment.NewLine);

    [Fact]
    public void Log_Information_IsLeftToTheProgress()
        => Written(log => log.LogInformation("Epoch 1 of 2")).Should().BeEmpty();

    private static string Written(Action<ILogger> log)
    {
        using StringWriter output = new();
        using TerminalProgress progress = new(output: output);
        log(progress.Logger);
        return output.ToString();
    }
}
