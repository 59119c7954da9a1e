using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>
/// A benchmark's figures: a table on the console that grows row by row, and the files that <see cref="ReportOptions"/> asks for.
/// </summary>
/// <typeparam name="TRow">One line of the table. The files hold all its properties.</typeparam>
internal sealed class BenchmarkReport<TRow>
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly ParseResult _command;
    private readonly IReadOnlyList<ReportColumn<TRow>> _columns;
    private readonly List<TRow> _rows = [];

    private BenchmarkReport(ParseResult command, IReadOnlyList<ReportColumn<TRow>> columns) => (_command, _columns) = (command, columns);

    /// <summary>Prints the machine and the table's headings.</summary>
    /// <param name="command">The command line, whose options are part of the report.</param>
    /// <param name="columns">The table's columns.</param>
    public static BenchmarkReport<TRow> Start(ParseResult command, params IReadOnlyList<ReportColumn<TRow>> columns)
    {
        Console.WriteLine(BenchmarkMachine.Description);
        Console.WriteLine(string.Concat(columns.Select(column => column.FirstLine)));
        return new BenchmarkReport<TRow>(command, columns);
    }

    /// <summary>Prints a row and keeps it.</summary>
    public void Add(TRow row)
    {
        Console.WriteLine(string.Concat(_columns.Select(column => column.Cell(row))));
        _rows.Add(row);
    }

    /// <summary>Writes the files that the command line asks for.</summary>
    /// <param name="otherVersions">Versions of the libraries that others' figures in the report come from.</param>
    public void Save(IEnumerable<KeyValuePair<string, string>>? otherVersions = null)
    {
        string benchmark = _command.CommandResult.Command.Name;
        JsonObject report = new()
        {
            ["benchmark"] = benchmark,
            ["settings"] = ReportOptions.Settings(_command),
            ["commit"] = BenchmarkedSource.Commit,
            ["uncommittedChanges"] = BenchmarkedSource.HasUncommittedChanges(),
            ["machine"] = BenchmarkMachine.ToJson(),
            ["versions"] = JsonSerializer.SerializeToNode(BenchmarkedSource.Versions.Concat(otherVersions ?? []).ToDictionary()),
            ["results"] = JsonSerializer.SerializeToNode(_rows, Format),
        };
        foreach (string path in ReportOptions.Files(_command, benchmark))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, report.ToJsonString(Format) + "\n");
        }
    }
}
