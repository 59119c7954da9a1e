using SimClr.Core.Training;

namespace SimClr.Tool.Pretraining;

/// <summary>Keeps a run's record up to date while it trains.</summary>
/// <remarks>The record is renewed by a clock, not by steps: a step may take minutes, and who looks must see that the run lives.</remarks>
internal sealed class RunKeeper : IProgress<TrainingProgress>, IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    private readonly Lock _turn = new();
    private readonly string? _path;
    private readonly TimeProvider _clock;
    private readonly ITimer _heart;

    /// <param name="record">As the run begins.</param>
    /// <param name="path">Where it is kept; null: another process does.</param>
    /// <param name="clock">Tells the time.</param>
    public RunKeeper(RunRecord record, string? path, TimeProvider clock)
    {
        (Record, _path, _clock) = (record, path, clock);
        Write();
        _heart = clock.CreateTimer(_ => Renew(), null, Beat, Beat);
    }

    /// <summary>As it stands.</summary>
    public RunRecord Record { get; private set; }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        lock (_turn)
        {
            if (value.CompletedEpoch is { } epoch)
                Record = Record with { EpochsDone = epoch.Epoch, Metrics = epoch.Metrics };
            else if (Record.EpochsDone == 0)
                Record = Record with { Metrics = value.Metrics };
        }
    }

    /// <summary>Changes the record and writes it.</summary>
    public RunRecord Update(Func<RunRecord, RunRecord> change)
    {
        lock (_turn)
        {
            Record = change(Record) with { Updated = _clock.GetUtcNow() };
            Write();
            return Record;
        }
    }

    /// <summary>Renews the record no more.</summary>
    public void Dispose() => _heart.Dispose();

    private void Write()
    {
        if (_path is not null)
            Record.Write(_path);
    }

    private void Renew()
    {
        lock (_turn)
        {
            // The end has been written, or is about to be.
            if (Record.Status != RunStatus.Training)
                return;
            try
            {
                Update(record => record);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A full disk is the training's business, whose checkpoints meet it, too; the next beat may fare better.
            }
        }
    }
}
