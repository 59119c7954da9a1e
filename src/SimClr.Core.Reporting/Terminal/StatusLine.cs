using System.Globalization;

namespace SimClr.Tool.CommandLine;

/// <summary>How far a long piece of work is: one line that renews itself on a terminal, else a line every ten seconds.</summary>
internal sealed class ProgressLine : IProgress<(int Done, int All)>, IDisposable
{
    private readonly TextWriter _messages;
    private readonly string _what;
    private readonly int _count;
    private readonly TimeProvider _clock;
    private readonly bool _renews;
    private readonly long _start;
    private long _last;
    private bool _shown;

    /// <param name="messages">Where the line goes.</param>
    /// <param name="what">What is done to the pictures: "embedding", say.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="renews">Whether the line may be written over.</param>
    /// <param name="clock">Tells the time.</param>
    public ProgressLine(TextWriter messages, string what, int count, bool? renews = null, TimeProvider? clock = null)
    {
        (_messages, _what, _count) = (messages, what, count);
        _renews = renews ?? !Console.IsErrorRedirected;
        _clock = clock ?? TimeProvider.System;
        _start = _last = _clock.GetTimestamp();
    }

    private TimeSpan Interval => _renews ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(10);

    /// <summary>So many are done.</summary>
    public void Report(int done)
    {
        if (_clock.GetElapsedTime(_last) < Interval)
            return;
        _last = _clock.GetTimestamp();
        TimeSpan elapsed = _clock.GetElapsedTime(_start);
        TimeSpan left = done == 0 ? TimeSpan.Zero : elapsed * ((double)(_count - done) / done);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{_what} {done:#,0} of {_count:#,0}, {done / Math.Max(0.001, elapsed.TotalSeconds):#,0}/s, {Text(left)} left");
        _messages.Write(_renews ? $"\r{text,-79}" : text + Environment.NewLine);
        _shown = true;
    }

    /// <inheritdoc/>
    public void Report((int Done, int All) value)
    {
        lock (_messages)
            Report(value.Done);
    }

    public void Dispose()
    {
        if (_shown && _renews)
            _messages.Write($"\r{"",-79}\r");
    }

    private static string Text(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
