using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Pretraining;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr runs</c>: what was trained, and how runs differ.</summary>
internal sealed class RunsCommand : Command
{
    private readonly Option<DirectoryInfo> _in = new("--in")
    {
        HelpName = "DIR",
        Description = "where runs are looked for, in folders of any depth",
        DefaultValueFactory = _ => new DirectoryInfo("simclr"),
        Validators = { CommonOptions.RequireFolder },
        Recursive = true,
    };

    private readonly Option<bool> _json = new("--json") { Description = "write the result as JSON", Recursive = true };

    private readonly Option<string> _metric = new("--metric")
    {
        HelpName = "NAME",
        Description = "what to order by, the least first",
        DefaultValueFactory = _ => "loss",
    };

    private readonly Argument<FileInfo[]> _records = new Argument<FileInfo[]>("RUN")
    {
        Description = "records (run.json), two or more",
        Arity = new ArgumentArity(2, 100),
    }.AcceptExistingOnly();

    public RunsCommand()
        : base("runs", "Lists and compares runs of pretrain.")
    {
        Add(_in);
        Add(_json);
        Add(Sub("list", "Lists all runs, the newest first.", List));
        Add(Sub("best", "Lists finished runs, the best first. Losses compare only if batch, views and temperature are the same.", Best, _metric));
        Command compare = Sub("compare", "Shows in what runs differ: options, pictures, versions, results.", Compare);
        compare.Aliases.Add("diff");
        compare.Add(_records);
        Add(compare);
    }

    private Command Sub(string name, string description, Func<ParseResult, Session, int> run, params IEnumerable<Option> options)
    {
        Command command = new(name, description);
        foreach (Option option in options)
            command.Add(option);
        command.SetAction((arguments, token) => Task.FromResult(
            run(arguments, new Session(arguments.InvocationConfiguration, arguments.GetValue(_json), token))));
        return command;
    }

    private int List(ParseResult arguments, Session session)
        => Finish(session, Runs(arguments).OrderByDescending(run => run.Record.Started));

    private int Best(ParseResult arguments, Session session)
    {
        string metric = arguments.GetRequiredValue(_metric);
        return Finish(session, Runs(arguments).Where(run => run.Record.Status == RunStatus.Done && run.Record.Metrics.ContainsKey(metric))
            .OrderBy(run => run.Record.Metrics[metric]));
    }

    private int Compare(ParseResult arguments, Session session)
    {
        Dictionary<string, string>[] runs = [.. arguments.GetRequiredValue(_records).Select(file => Flat(RunRecord.Read(file.FullName)))];
        var differences = runs.SelectMany(run => run.Keys).Distinct()
            .Select(name => new { Name = name, Values = runs.Select(run => run.GetValueOrDefault(name)).ToArray() })
            .Where(item => item.Values.Distinct().Count() > 1).ToArray();
        return session.Finish(
            differences.Length == 0
                ? ["no difference"]
                : differences.Select(item => $"{item.Name}: {string.Join(" | ", item.Values.Select(value => value ?? "none"))}"),
            differences);
    }

    private (string Path, RunRecord Record)[] Runs(ParseResult arguments)
    {
        DirectoryInfo folder = arguments.GetRequiredValue(_in);
        return folder.Exists
            ? [.. folder.EnumerateFiles(RunRecord.FileName, SearchOption.AllDirectories).Select(file => (file.FullName, RunRecord.Read(file.FullName)))]
            : [];
    }

    private static int Finish(Session session, IEnumerable<(string Path, RunRecord Record)> runs)
    {
        (string Path, RunRecord Record)[] all = [.. runs];
        return session.Finish(
            all.Length == 0 ? ["no runs"] : all.Select(run => string.Create(
                CultureInfo.InvariantCulture,
                $"{run.Record.Started.LocalDateTime:yyyy-MM-dd HH:mm}  {Status(run.Record),-9}  {run.Record.EpochsDone,5} epochs  loss {run.Record.Metrics.GetValueOrDefault("loss", double.NaN):0.000}  {run.Path}")),
            all.Select(run => new { run.Path, run.Record }));
    }

    private static string Status(RunRecord record) => record.Status.ToString().ToLowerInvariant();

    // Options and all else as "options.seed": "1".
    private static Dictionary<string, string> Flat(RunRecord record)
    {
        Dictionary<string, string> flat = [];
        Visit("", JsonSerializer.SerializeToNode(record, RunFile.Json)!);
        return flat;

        void Visit(string name, JsonNode node)
        {
            if (node is JsonObject parts)
            {
                foreach ((string part, JsonNode? value) in parts)
                    if (value is not null)
                        Visit(name.Length == 0 ? part : $"{name}.{part}", value);
            }
            else
            {
                flat[name] = node.ToString();
            }
        }
    }
}
