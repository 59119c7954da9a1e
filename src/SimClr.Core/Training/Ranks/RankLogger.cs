using Microsoft.Extensions.Logging;

namespace SimClr.Core.Training.Ranks;

/// <summary>What ranks other than the first have to say: errors, with their number. All else the first one says for all.</summary>
/// <param name="logger">Receives them.</param>
/// <param name="rank">At least 1.</param>
internal sealed class RankLogger(ILogger logger, int rank) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Error and < LogLevel.None && logger.IsEnabled(logLevel);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => logger.BeginScope(state);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            logger.Log(logLevel, eventId, state, exception, (message, failure) => $"Rank {rank}: {formatter(message, failure)}");
    }
}
