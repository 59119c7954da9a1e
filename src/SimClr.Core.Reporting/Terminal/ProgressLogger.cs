using Microsoft.Extensions.Logging;

namespace SimClr.Core.Reporting.Terminal;

/// <summary>Writes warnings and errors as lines of their own. Other messages say what the progress shows already.</summary>
/// <param name="writeLine">Writes one.</param>
internal sealed class ProgressLogger(Action<string> writeLine) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and < LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (IsEnabled(logLevel))
            writeLine($"{(logLevel == LogLevel.Warning ? "warning" : "error")}: {formatter(state, exception)}");
    }
}
