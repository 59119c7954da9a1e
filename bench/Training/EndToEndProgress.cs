using System.Diagnostics;
using SimClr.Core.Benchmarks.Harness;
using SimClr.Core.Training;

namespace SimClr.Core.Benchmarks.Training;

/// <summary>Follows a training and keeps what its reports say once everything is warm.</summary>
internal sealed class EndToEndProgress : IProgress<TrainingProgress>
{
    /// <summary>Reports at the beginning that do not count: code is being compiled, and the store of views fills from nothing.</summary>
    public const int WarmUps = 3;

    private readonly List<TrainingProgress> _reports = [];
    private readonly List<(long Stamp, TimeSpan? Workers)> _times = [];

    /// <summary>Views trained a second, in the median interval between two reports.</summary>
    public double ViewsPerSecond => Statistics.Median(Counted.Select(report => report.ViewsPerSecond));

    /// <summary>Share of the time in which the training waited for views.</summary>
    public double WaitShare => Counted.Average(report => report.ViewWaitShare);

    /// <summary>Processors that the view workers kept busy, on average; null where the system does not tell.</summary>
    public double? WorkerCores
        => (_times[^1].Workers - _times[WarmUps - 1].Workers) / Stopwatch.GetElapsedTime(_times[WarmUps - 1].Stamp, _times[^1].Stamp);

    private TrainingProgress[] Counted => [.. _reports.Skip(WarmUps)];

    // Called on the training's own thread, while the workers live.
    public void Report(TrainingProgress value)
    {
        // At the end of a run no more views are made: its last steps have the processors for themselves.
        if (value.Step == value.TotalSteps)
            return;
        _reports.Add(value);
        _times.Add((Stopwatch.GetTimestamp(), WorkerTime.Now()));
    }
}
