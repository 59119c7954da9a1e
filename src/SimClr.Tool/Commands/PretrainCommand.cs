using System.CommandLine;
using SimClr.Core.Distributed;
using SimClr.Core.Mpi;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Pretraining;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr pretrain DIR</c>: a network of one's own, from pictures without labels.</summary>
internal sealed class PretrainCommand : Command
{
    private readonly CommonOptions _common = new();

    private readonly Option<double?> _minutes = new("--minutes") { HelpName = "N", Description = "time until the network is there [default: 20]" };

    private readonly Option<int?> _epochs = new("--epochs") { HelpName = "N", Description = "passes over the pictures, instead of --minutes" };

    private readonly Option<long?> _seed = new("--seed") { HelpName = "N", Description = "the same seed gives the same network [default: 0]" };

    private readonly Option<FileInfo?> _run = new("--run")
    {
        HelpName = "FILE",
        Description = "all options in a JSON file, or the record of a run (run.json), which is then repeated; other options change it",
        Validators = { CommonOptions.RequireFile },
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "go on where an interrupted run with the same options ended" };

    public PretrainCommand()
        : base("pretrain", "Trains a network on pictures without their labels (SimCLR).")
    {
        _common.Folder.Arity = ArgumentArity.ZeroOrOne;
        Add(_common.Folder);
        foreach (Option option in (Option[])[_minutes, _epochs, _seed, _run, _resume, _common.Output, _common.Json, _common.Threads])
            Add(option);
        SetAction((arguments, token) => Task.FromResult(
            MpiProgram.IsLaunched ? RunRanks(arguments, token) : Run(arguments, SingleProcess.Instance, token)));
    }

    // mpirun -n 4 simclr pretrain DIR
    private int RunRanks(ParseResult arguments, CancellationToken token) => MpiProgram.Run((ranks, signal) =>
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(token, signal);
        return Run(arguments, ranks, either.Token);
    });

    private int Run(ParseResult arguments, ICollective ranks, CancellationToken token)
    {
        InvocationConfiguration streams = ranks.Rank == 0 ? arguments.InvocationConfiguration : new() { Output = TextWriter.Null, Error = TextWriter.Null };
        Session session = new(streams, arguments.GetValue(_common.Json), token);
        PretrainOptions options = OptionsOf(arguments);
        DirectoryInfo folder = new(options.Folder!);
        string output = RankValue.OfFirst(ranks, () => Workspace.Of(folder, arguments.GetValue(_common.Output)).Folder);
        Workspace workspace = Workspace.Of(folder, new DirectoryInfo(output));
        PretrainRun run = new(session, workspace, arguments.GetValue(_common.Threads), arguments.GetValue(_resume), ranks);
        RunRecord record = run.Run(options);
        int code = session.Finish(
            [
                $"{record.EpochsDone:N0} {(record.Options.Revisions is null ? $"of {record.Options.Epochs:N0} epochs" : "whole epochs")}, loss {record.Metrics.GetValueOrDefault("loss", double.NaN):0.000}",
                $"next: simclr explore {ShellWord.Of(options.Folder!)} --model {ShellWord.Of(workspace.In("checkpoints"))}",
            ],
            record,
            workspace.In(RunRecord.FileName),
            workspace.In("checkpoints"));
        return record.Status == RunStatus.Canceled ? ExitCode.Canceled : code;
    }

    private PretrainOptions OptionsOf(ParseResult arguments)
    {
        PretrainOptions options = arguments.GetValue(_run) is { } file ? RunFile.Read(file.FullName) : new PretrainOptions();
        if (arguments.GetValue(_common.Folder) is { } folder)
            options = options with { Folder = folder.FullName };
        if (arguments.GetValue(_minutes) is { } minutes)
            options = options with { Minutes = minutes, Epochs = null, Revisions = null };
        if (arguments.GetValue(_epochs) is { } epochs)
            options = options with { Epochs = epochs, Revisions = null };
        options = options with { Seed = arguments.GetValue(_seed) ?? options.Seed };
        if (options.Folder is null || !Directory.Exists(options.Folder))
            throw new ToolException($"Expected a folder of pictures, as DIR or as \"folder\" of --run, found {options.Folder ?? "none"}.");
        return RunFile.Check(options, "options");
    }
}
