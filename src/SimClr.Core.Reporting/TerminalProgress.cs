using System.Globalization;
using Microsoft.Extensions.Logging;
using SimClr.Core.Data;
using SimClr.Core.Reporting.Terminal;
using SimClr.Core.Reporting.Texts;
using SimClr.Core.Training;

namespace SimClr.Core.Reporting;

/// <summary>
/// How far work is, and how long the rest will take: on a terminal one line that renews itself, in a file or pipe a line now and then. For
/// training a callback, for all else an <see cref="IProgress{T}"/>.
/// </summary>
/// <remarks>
/// <para>Each complete epoch leaves a line: loss, accuracies, what callbacks have measured after it, learning rate, speed and time.</para>
/// <para>Add it to a run as a callback or hand it to <c>Train</c>, not both. Other work may report from any thread, and one object may show
/// several pieces of work one after the other: less done than before begins another one.</para>
/// <para>As a callback it is silent on all ranks but the first.</para>
/// <para>Disposing it erases the line, if there is one; a run and work that is done do so as well.</para>
/// </remarks>
/// <example>
/// <code>
/// using TerminalProgress progress = new();
/// builder.UseCallback(progress).UseLogger(progress.Logger);
/// using TerminalProgress embedded = new("embedded");
/// TeacherVectors vectors = TeacherVectors.Of(teacher, images, progress: embedded);
/// </code>
/// </example>
public sealed class TerminalProgress
    : TrainingCallback, IProgress<TrainingProgress>, IProgress<(int Done, int All)>, IProgress<(long Done, long All)>, IProgress<DataSetProgress>, IDisposable
{
    private const double Megabyte = 1e6;

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly StatusLine _line;
    private readonly string _prefix;
    private WorkPace _pace;
    private DataSetStep? _step;
    private bool _disposed;

    /// <summary>Creates a progress display.</summary>
    /// <param name="description">What stands at the beginning of each line, as "embedded"; empty by default.</param>
    /// <param name="output">
    /// Where the lines go; null is <see cref="Console.Error"/>, so that the program's output stays its results. Borrowed.
    /// </param>
    /// <param name="timeProvider">Tells the time; null is the system's.</param>
    public TerminalProgress(string description = "", TextWriter? output = null, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(description);
        _clock = timeProvider ?? TimeProvider.System;
        _line = new StatusLine(output ?? Console.Error, _clock);
        _pace = new WorkPace(_clock);
        _prefix = description.Length > 0 ? $"{description} " : "";
        Logger = new ProgressLogger(WriteLine);
    }

    /// <summary>
    /// Whether one line renews itself. By default it does where the output is <see cref="Console.Error"/> or <see cref="Console.Out"/> and
    /// goes to a terminal, not to a file or pipe.
    /// </summary>
    public bool IsLive
    {
        get => _line.IsLive;
        init => _line.IsLive = value;
    }

    /// <summary>Time between lines where none renews itself, those of complete epochs aside; above zero, 30 seconds by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above zero.</exception>
    public TimeSpan LogInterval
    {
        get => _line.LogInterval;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            _line.LogInterval = value;
        }
    }

    /// <summary>
    /// What comes after training, as its evaluation: if given, the lines of training also tell at what time of day all is done. Null by
    /// default.
    /// </summary>
    public TimeSpan? Afterwards { get; init; }

    /// <summary>
    /// Writes warnings and errors as lines that do not break the one that renews itself: for <see cref="SimClrBuilder.UseLogger"/>. Other
    /// messages say what the progress shows already.
    /// </summary>
    public ILogger Logger { get; }

    /// <summary>Writes a line that stays, above the one that renews itself.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void WriteLine(string text) => Locked(() => _line.WriteLine(text));

    /// <summary>Shows how far a training run is.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Report(TrainingProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Locked(() =>
        {
            if (value.CompletedEpoch is { } epoch)
                Complete(epoch, value);
            if (value.Step < value.TotalSteps)
                _line.Show(() => _prefix + ProgressText.Running(value) + End(value));
            else
                _line.Erase();
        });
    }

    /// <summary>Shows how far other work is.</summary>
    /// <param name="value">So many of so many.</param>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Report((int Done, int All) value) => Report(((long)value.Done, (long)value.All));

    /// <inheritdoc cref="Report(ValueTuple{int, int})"/>
    public void Report((long Done, long All) value) => Locked(() => Count(value.Done, value.All, "", 1));

    /// <summary>Shows how far the download of a published data set is.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Report(DataSetProgress value) => Locked(() =>
    {
        if (value.Step != _step)
        {
            (_step, _pace) = (value.Step, new WorkPace(_clock));
            _line.WriteLine(_prefix + Describe(value));
        }

        if (value.Total > 0)
            Count(value.Done, value.Total, " MB", Megabyte);
    });

    /// <summary>Not for users: training calls it.</summary>
    public override void OnRunStarted(TrainingContext run) => Locked(_line.Begin);

    /// <inheritdoc cref="OnRunStarted"/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Report is { } report && run.Collective.Rank == 0)
            Report(report);
    }

    /// <inheritdoc cref="OnRunStarted"/>
    public override void OnRunEnded(TrainingContext run) => Locked(_line.Erase);

    /// <inheritdoc cref="OnRunStarted"/>
    public override void OnRunFailed(TrainingContext run, Exception failure) => Locked(_line.Erase);

    /// <summary>Erases the line that renews itself. The output is borrowed and stays open.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
                _line.Erase();
            _disposed = true;
        }
    }

    private void Locked(Action action)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            action();
        }
    }

    private void Complete(EpochSummary epoch, TrainingProgress progress)
    {
        string line = _prefix + ProgressText.Completed(epoch, progress.Epochs);
        // A terminal has the time left in the line below.
        bool isLast = progress.Step >= progress.TotalSteps;
        if (_line.IsLive)
            _line.WriteLine(line);
        else
            _line.WriteLog(isLast ? line : $"{line}  {TimeText.Duration(progress.Remaining)} left{End(progress)}");
    }

    private string End(TrainingProgress progress) => Afterwards is { } after ? $", {TimeText.End(_clock, progress.Remaining + after)}" : "";

    private void Count(long done, long all, string unit, double size)
    {
        _pace.Report(done);
        if (done < all)
        {
            _line.Show(() => Counted(done, all, unit, size));
            return;
        }

        // A log that began to tell should also tell the end.
        if (!_line.IsLive && _line.HasLogged)
            _line.WriteLog(Counted(done, all, unit, size));
        _line.Erase();
        _line.Begin();
        _pace = new WorkPace(_clock);
    }

    private string Counted(long done, long all, string unit, double size)
    {
        string rate = _pace.Rate is { } perSecond ? string.Create(CultureInfo.InvariantCulture, $", {Number(perSecond / size)}{unit}/s") : "";
        string left = done < all && _pace.Left(all) is { } time ? $", {TimeText.Duration(time)} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{_prefix}{done / size:#,0} of {all / size:#,0}{unit}{rate}{left}");
    }

    private static string Number(double rate) => rate.ToString(rate < 10 ? "0.0" : "#,0", CultureInfo.InvariantCulture);

    private static string Describe(DataSetProgress progress) => progress.Step switch
    {
        DataSetStep.Waiting => "waiting for another process that downloads it",
        DataSetStep.Downloading => string.Create(CultureInfo.InvariantCulture, $"downloading {progress.Total / Megabyte:0} MB"),
        DataSetStep.Verifying => "verifying",
        _ => "unpacking",
    };
}
