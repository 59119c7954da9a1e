using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using SimClr.Core;
using SimClr.Core.Files;

namespace SimClr.Tool.Pretraining;

/// <summary>What a run was and what came of it; its options alone repeat it.</summary>
internal sealed record RunRecord
{
    public const string FileName = "run.json";

    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(1);

    public required PretrainOptions Options { get; init; }

    public required RunStatus Status { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>When the record was last written: while a run trains, at least every ten seconds.</summary>
    public required DateTimeOffset Updated { get; init; }

    public required int Pictures { get; init; }

    /// <summary>A hash of the pictures' names and lengths.</summary>
    public required string PicturesHash { get; init; }

    public int EpochsDone { get; init; }

    /// <summary>What was measured last, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>The trained network; null until there is one.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What it ran on.</summary>
    public IReadOnlyDictionary<string, string> Versions { get; init; } = new Dictionary<string, string>
    {
        ["simclr"] = VersionOf(typeof(SimClrBuilder)),
        ["torchsharp"] = VersionOf(typeof(TorchSharp.torch)),
        ["dotnet"] = Environment.Version.ToString(),
        ["system"] = RuntimeInformation.RuntimeIdentifier,
        ["processors"] = $"{Environment.ProcessorCount}",
    };

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">The file is no record.</exception>
    public static RunRecord Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(path), RunFile.Json)
                ?? throw new InvalidDataException($"{path}: expected the record of a run, found null.");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"{path}: expected the record of a run: {problem.Message}");
        }
    }

    /// <summary>How it stands: a run that trains renews its record every few seconds, so one that has not for a minute was killed.</summary>
    /// <param name="now">The time.</param>
    public RunStatus StatusAt(DateTimeOffset now) => Status == RunStatus.Training && now - Updated > LongestSilence ? RunStatus.Died : Status;

    /// <summary>Writes it, whole or not at all.</summary>
    public void Write(string path) => AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, RunFile.Json));

    private static string VersionOf(Type type)
        => type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{type.Assembly.GetName().Version}";
}
