using System.Text.Json;
using SimClr.Core.Files;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Appends each report to a file as one line of JSON: <c>{"step":10,"epoch":1,"seconds":2.5,"metrics":{"loss":5.5,...}}</c>, with the
/// epoch's own metrics as <c>"epochMetrics"</c> at its end.
/// </summary>
/// <remarks>
/// Each line is complete on the disk before the run goes on. A run that resumes appends to its file. Of several ranks the first one writes.
/// </remarks>
public sealed class JsonLinesLog : TrainingCallback
{
    private readonly string _path;

    /// <summary>Creates the callback.</summary>
    /// <param name="path">The file; its folder is created where needed. A relative one is taken from the present working directory.</param>
    public JsonLinesLog(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = Path.GetFullPath(path);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public override void OnRunStarted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Collective.Rank > 0)
            return;
        WritableFolder.Create(Path.GetDirectoryName(_path)!);
        if (PathProblem.OfFile(_path) is { } problem)
            throw new IOException($"{_path}: expected a file to write, but {problem}.");
        File.AppendAllText(_path, "");
    }

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Report is { } report && run.Collective.Rank == 0)
            File.AppendAllText(_path, Line(report) + "\n");
    }

    private static string Line(TrainingProgress report)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("step", report.Step);
            json.WriteNumber("epoch", report.Epoch);
            json.WriteNumber("seconds", report.Elapsed.TotalSeconds);
            Write(json, "metrics", report.Metrics);
            if (report.CompletedEpoch is { } epoch)
                Write(json, "epochMetrics", epoch.Metrics);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, double> metrics)
    {
        json.WriteStartObject(name);
        // JSON has no NaN or infinity.
        foreach ((string metric, double value) in metrics.Where(pair => double.IsFinite(pair.Value)))
            json.WriteNumber(metric, value);
        json.WriteEndObject();
    }
}
