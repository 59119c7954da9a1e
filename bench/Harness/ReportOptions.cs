using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>The options by which every benchmark writes its figures to files.</summary>
internal static class ReportOptions
{
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "Also write the figures to this file." };

    private static readonly Option<bool> Results = new("--results")
    {
        Description = "Also write the figures to bench/results/PROCESSOR/BENCHMARK.json.",
    };

    /// <summary>Adds the options to a benchmark's command.</summary>
    public static Command WithReport(this Command command)
    {
        command.Options.Add(Json);
        command.Options.Add(Results);
        return command;
    }

    /// <summary>Full paths of the files to write.</summary>
    public static IEnumerable<string> Files(ParseResult command, string benchmark)
    {
        if (command.GetValue(Json) is { } file)
            yield return file.FullName;
        if (command.GetValue(Results))
            yield return Path.Combine(BenchmarkedSource.Repository, "bench", "results", BenchmarkMachine.FolderName, $"{benchmark}.json");
    }

    /// <summary>The benchmark's own options with their values, given or default.</summary>
    public static JsonObject Settings(ParseResult command) => new(
        from option in command.CommandResult.Command.Options
        where option != Json && option != Results
        select KeyValuePair.Create(option.Name.TrimStart('-'), Value(option, command.GetResult(option))));

    // Of files and folders only the name: the rest of a path says nothing on another machine.
    private static JsonNode? Value(Option option, OptionResult? result) => option.ValueType == typeof(bool)
        ? result?.GetValueOrDefault<bool>() ?? false
        : result?.GetValueOrDefault<object>() switch
        {
            FileSystemInfo file => file.Name,
            object value => JsonSerializer.SerializeToNode(value),
            null => null,
        };
}
