using System.CommandLine;
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

    private readonly Argument<FileSystemInfo[]> _records = new Argument<FileSystemInfo[]>("RUN")
    {
        Description = "records (run.json) or folders that hold one, two or more",
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
        => Finish(arguments, session, Runs(arguments, session).OrderByDescending(run => run.Record.Started));

    private int Best(ParseResult arguments, Session session)
    {
        string metric = arguments.GetRequiredValue(_metric);
        return Finish(arguments, session, Runs(arguments, session)
            .Where(run => run.Record.Status == RunStatus.Done && run.Record.Metrics.ContainsKey(metric)).OrderBy(run => run.Record.Metrics[metric]));
    }

    private int Compare(ParseResult arguments, Session session)
    {
        RecordedRun[] runs = [.. arguments.GetRequiredValue(_records).Select(RecordedRun.Of)];
        IReadOnlyList<RunDifference> differences = RunDifference.Among(runs);
        IEnumerable<string> lines = differences.Select(item => $"{item.Name}: {string.Join(" | ", item.Values.Select(value => value ?? "none"))}");
        return session.Finish(
            differences.Count == 0 ? ["no difference"] : [string.Join(" | ", runs.Select(run => run.Path)), .. lines],
            differences);
    }

    // A record that is no use must not hide the others.
    private List<RecordedRun> Runs(ParseResult arguments, Session session)
    {
        DirectoryInfo folder = arguments.GetRequiredValue(_in);
        List<RecordedRun> runs = [];
        foreach (FileInfo file in folder.Exists ? folder.EnumerateFiles(RunRecord.FileName, SearchOption.AllDirectories) : [])
        {
            try
            {
                runs.Add(RecordedRun.Of(file));
            }
            catch (Exception problem) when (ExpectedErrors.Has(problem))
            {
                session.Say(problem.Message);
            }
        }

        return runs;
    }

    private int Finish(ParseResult arguments, Session session, IEnumerable<RecordedRun> runs)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        RecordedRun[] all = [.. runs];
        return session.Finish(
            all.Length == 0
                ? [$"no runs in {arguments.GetRequiredValue(_in).FullName}: simclr pretrain DIR makes one, --in looks elsewhere"]
                : all.Select(run => run.Line(now)),
            all.Select(run => new { run.Path, Status = run.Record.StatusAt(now), run.Record }));
    }
}
