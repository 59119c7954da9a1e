using Microsoft.Extensions.Logging;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>Keeps what is logged.</summary>
internal sealed class Messages : ILogger
{
    public List<(LogLevel Level, string Text)> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => All.Add((logLevel, formatter(state, exception)));
}
