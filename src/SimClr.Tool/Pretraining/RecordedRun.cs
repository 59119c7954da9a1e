using System.Globalization;

namespace SimClr.Tool.Pretraining;

/// <summary>A record and where it lies.</summary>
/// <param name="Path">The file's full path.</param>
/// <param name="Record">What it says.</param>
internal sealed record RecordedRun(string Path, RunRecord Record)
{
    /// <summary>Reads one.</summary>
    /// <param name="place">The record, or the folder that holds it.</param>
    /// <exception cref="InvalidDataException">The file is no record.</exception>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    public static RecordedRun Of(FileSystemInfo place)
    {
        string path = Directory.Exists(place.FullName) ? System.IO.Path.Combine(place.FullName, RunRecord.FileName) : place.FullName;
        return new RecordedRun(path, RunRecord.Read(path));
    }

    /// <summary>In a line; of a run that has not ended also when it last gave a sign of life.</summary>
    /// <param name="now">The time.</param>
    public string Line(DateTimeOffset now)
    {
        RunStatus status = Record.StatusAt(now);
        string sign = status is RunStatus.Training or RunStatus.Died ? $"  last sign {Ago(now - Record.Updated)} ago" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Record.Started.LocalDateTime:yyyy-MM-dd HH:mm}  {status.ToString().ToLowerInvariant(),-9}  {Record.EpochsDone,5} of {Math.Max(Record.EpochsDone, Record.Options.Epochs ?? 0),5} epochs  loss {Record.Metrics.GetValueOrDefault("loss", double.NaN):0.000}  {Path}{sign}");
    }

    private static string Ago(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => $"{Math.Max(0, (int)time.TotalSeconds)} s",
        { TotalHours: < 2 } => $"{(int)time.TotalMinutes} min",
        { TotalDays: < 2 } => $"{(int)time.TotalHours} h",
        _ => $"{(int)time.TotalDays} days",
    };
}
