using Microsoft.Extensions.Logging;
using SimClr.Core.Samples.Terminal;
using Spectre.Console;

namespace SimClr.Core.SampleTests.Terminal;

public sealed class WarningLogTests
{
    [Fact]
    public void Log_Warning_IsOneLineHoweverLong()
    {
        string written = Written(log => log.LogWarning("Image {Index} is left out: {Reason}", 7, new string('x', 200)));

        written.Should().Be("warning: Image 7 is left out: " + new string('x', 200) + Environment.NewLine);
    }

    [Fact]
    public void Log_Information_IsLeftToTheProgress()
        => Written(log => log.LogInformation("Epoch 1 of 2")).Should().BeEmpty();

    private static string Written(Action<ILogger> log)
    {
        using StringWriter output = new();
        log(new WarningLog(AnsiConsole.Create(
            new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No })));
        return output.ToString();
    }
}
