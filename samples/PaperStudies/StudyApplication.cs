using System.Reflection;
using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Pages;
using SimClr.Core.Samples.PaperStudies.Running;
using SimClr.Core.Samples.PaperStudies.Studies;
using SimClr.Core.Samples.Pretraining;
using SimClr.Core.Samples.Reports;
using SimClr.Core.Samples.Terminal;

namespace SimClr.Core.Samples.PaperStudies;

/// <summary>The job from options to files.</summary>
internal sealed class StudyApplication(StudyOptions options, IRunDisplay display)
{
    private const int Done = 0;
    private const int Failed = 1;

    /// <summary>By convention 128 + SIGINT.</summary>
    private const int Interrupted = 130;

    private const string ResultsName = "results.jsonl";
    private const string CellFolder = "cells";
    private const string PageName = "index.html";
    private const string Announcement = "The study stops; --resume continues it from here. Press Ctrl-C again to end at once.";

    /// <summary>Runs studies with the options and returns the exit code.</summary>
    public static int Run(StudyOptions options, IReadOnlyList<IStudy> studies)
    {
        try
        {
            using CtrlC cancel = new(Announcement);
            StudyApplication application = new(options, new ConsoleDisplay(Console.Out, live: !Console.IsOutputRedirected));
            return application.Run(studies, cancel.Token) ? Done : Interrupted;
        }
        catch (Exception exception) when (ExpectedFailure.Is(exception))
        {
            Console.Error.WriteLine(exception.Message);
            return Failed;
        }
    }

    /// <summary>Runs studies and writes what was found.</summary>
    /// <returns>False where it was interrupted.</returns>
    /// <exception cref="InvalidDataException">The images have no labels, or the results of an earlier run are in the way.</exception>
    public bool Run(IReadOnlyList<IStudy> studies, CancellationToken cancellationToken)
    {
        OutputFolder folder = new(options.Output);
        string file = Path.Combine(folder.Path, ResultsName);
        if (File.Exists(file) && !options.Resume)
            throw new InvalidDataException($"{file} has the results of an earlier run. Add --resume to continue it, or choose another --output.");
        StudyData data = new(PretrainingData.Open(options with { Limit = options.Limit ?? options.Budget.Images }, cancellationToken));
        StudyPlan plan = new(data, options.Budget, options.Seed, options.Threads, Version)
        {
            Targets = options.Transfer.Count > 0 ? options.Transfer : [TransferTarget.Synthetic],
        };
        ResultsFile results = ResultsFile.Open(file, data.Fingerprint());
        CellRunner runner = new(plan, results, Path.Combine(folder.Path, CellFolder), display);
        try
        {
            runner.Run(studies, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            Report(plan, results, runner, folder);
        }
    }

    private static string Version { get; } = typeof(SimClrBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    // Of all studies that are done, in this run or before: the page grows with each.
    private void Report(StudyPlan plan, ResultsFile results, CellRunner runner, OutputFolder folder)
    {
        CellResults found = new(results);
        List<(IStudy Study, StudyReport Report)> done = [];
        foreach (IStudy study in AllStudies.InOrder.Where(runner.IsDone))
        {
            StudyReport report = study.Report(plan, found);
            StudyFiles.Write(study, report, [.. study.Cells(plan, found).Distinct().Select(cell => found[cell])], folder);
            done.Add((study, report));
        }

        folder.Write(PageName, StudyPage.Create(plan, done, results.All.Sum(result => result.Seconds)));
        display.Written(done, Path.Combine(folder.Path, PageName), plan.Budget.Caution);
    }
}
