namespace SimClr.Core.Interop;

/// <summary>What became of a file's tensors and a module's when weights were loaded.</summary>
/// <remarks>Immutable; may be read by any number of threads.</remarks>
public sealed class WeightsReport
{
    private const int Shown = 5;

    internal WeightsReport()
    {
    }

    /// <summary>The full path of the file.</summary>
    public string Path { get; internal init; } = "";

    /// <summary>In which dictionary of a PyTorch file the tensors were; null if the file is such a dictionary, or of another format.</summary>
    public string? Key { get; internal init; }

    /// <summary>The module's names that were loaded.</summary>
    public IReadOnlyList<string> Matched { get; internal init; } = [];

    /// <summary>The module's names that the file lacks, whose values stay; empty where loading was strict.</summary>
    public IReadOnlyList<string> Missing { get; internal init; } = [];

    /// <summary>The file's names that the module does not have; empty where loading was strict.</summary>
    public IReadOnlyList<string> Unexpected { get; internal init; } = [];

    /// <summary>The file's names that the options left out, and those of what is no tensor.</summary>
    public IReadOnlyList<string> Ignored { get; internal init; } = [];

    /// <summary>Those of <see cref="Matched"/> that were of another type in the file.</summary>
    public IReadOnlyList<string> Converted { get; internal init; } = [];

    /// <summary>A line for a log: the counts, and the first names of what was not matched.</summary>
    public override string ToString()
    {
        string key = Key is null ? "" : $", '{Key}'";
        return $"{Matched.Count} tensors from {Path}{key}" + Part("converted", Converted) + Part("missing", Missing)
            + Part("unexpected", Unexpected) + Part("ignored", Ignored);
    }

    private static string Part(string what, IReadOnlyList<string> names) => names.Count == 0
        ? ""
        : $"; {names.Count} {what}: {string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? ", ..." : "")}";
}
