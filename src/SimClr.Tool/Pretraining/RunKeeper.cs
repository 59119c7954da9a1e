using SimClr.Core.Training;

namespace SimClr.Tool.Pretraining;

/// <summary>Keeps a run's record up to date while it trains.</summary>
internal sealed class RunKeeper : IProgress<TrainingProgress>
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly TimeProvider _clock;
    private long _last;

    /// <param name="record">As the run begins.</param>
    /// <param name="path">Where it is kept.</param>
    /// <param name="clock">Tells the time.</param>
    public RunKeeper(RunRecord record, string path, TimeProvider clock)
    {
        (Record, _path, _clock) = (record, path, clock);
        _last = clock.GetTimestamp();
        record.Write(path);
    }

    /// <summary>As it stands.</summary>
    public RunRecord Record { get; private set; }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.CompletedEpoch is { } epoch)
            Record = Record with { EpochsDone = epoch.Epoch, Metrics = epoch.Metrics };
        if (_clock.GetElapsedTime(_last) >= Beat)
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
