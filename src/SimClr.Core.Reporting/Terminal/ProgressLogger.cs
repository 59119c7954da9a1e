using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace SimClr.Core.Samples.Terminal;

/// <summary>Shows the library's warnings. Its other messages say what the progress shows already.</summary>
/// <param name="console">Where to show them.</param>
public sealed class WarningLog(IAnsiConsole console) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        string line = $"warning: {formatter(state, exception)}";
        // A live bar makes room for what goes through the console; without one, the console would break long lines at 80 columns.
        if (console.Profile.Out.IsTerminal)
            console.WriteLine(line);
        else
            console.Profile.Out.Writer.WriteLine(line);
    }
}
