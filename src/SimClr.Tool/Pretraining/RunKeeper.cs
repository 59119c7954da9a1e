using System.Globalization;
using SimClr.Core.Training;

namespace SimClr.Tool.Pretraining;

/// <summary>Keeps a run's record up to date while it trains, and shows how far it is.</summary>
internal sealed class RunKeeper : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly TextWriter _messages;
    private readonly TimeProvider _clock;
    private long _last;

    /// <param name="record">As the run begins.</param>
    /// <param name="path">Where it is kept.</param>
    /// <param name="messages">Where progress goes.</param>
    /// <param name="clock">Tells the time.</param>
    public RunKeeper(RunRecord record, string path, TextWriter messages, TimeProvider clock)
    {
        (Record, _path, _messages, _clock) = (record, path, messages, clock);
        _last = clock.GetTimestamp();
        record.Write(path);
    }

    /// <summary>As it stands.</summary>
    public RunRecord Record { get; private set; }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        bool beats = _clock.GetElapsedTime(_last) >= Beat;
        if (value.CompletedEpoch is null && !beats)
            return;
        _messages.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"epoch {value.Epoch} of {value.Epochs}, loss {value.Loss:0.000}, {value.ViewsPerSecond:#,0} views/s, {value.Remaining:h\\:mm\\:ss} left"));
        if (value.CompletedEpoch is { } epoch)
            Record = Record with { EpochsDone = epoch.Epoch, Metrics = epoch.Metrics };
        if (beats)
            Update(record => record);
    }

    /// <summary>Changes the record and writes it.</summary>
    public RunRecord Update(Func<RunRecord, RunRecord> change)
    {
        _last = _clock.GetTimestamp();
        Record = change(Record) with { Updated = _clock.GetUtcNow() };
        Record.Write(_path);
        return Record;
    }
}
