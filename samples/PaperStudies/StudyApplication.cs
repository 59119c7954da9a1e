using SimClr.Core.Reporting;
using SimClr.Core.Samples.CommandLine;
using SimClr.Core.Samples.Data;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Pages;
using SimClr.Core.Samples.PaperStudies.Running;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies;

/// <summary>The job from options to files.</summary>
internal sealed class StudyApplication(StudyOptions options, IRunDisplay display)
{
    private const string ResultsName = "results.jsonl";
    private const string CellFolder = "cells";
    private const string PageName = "index.html";
    private const string Announcement = "The study stops; --resume continues it from here. Press Ctrl-C again to end at once.";

    /// <summary>Runs studies with the options and returns the exit code.</summary>
    public static int Run(StudyOptions options, IReadOnlyList<IStudy> studies)
        => SampleJob.RunAlone(
            token => new StudyApplication(options, new ConsoleDisplay(Console.Out, live: !Console.IsOutputRedirected)).Run(studies, token),
            Announcement);

    /// <summary>Runs studies and writes what was found.</summary>
    /// <returns>False where it was interrupted.</returns>
    /// <exception cref="InvalidDataException">The images have no labels, or the results of an earlier run are in the way.</exception>
    public bool Run(IReadOnlyList<IStudy> studies, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateDirectory(options.Output).FullName;
        string file = Path.Combine(folder, ResultsName);
        if (File.Exists(file) && !options.Resume)
            throw new InvalidDataException($"{file} has the results of an earlier run. Add --resume to continue it, or choose another --output.");
        StudyData data = new(SampleData.Open(options with { Limit = options.Limit ?? options.Budget.Images }, cancellationToken));
        StudyPlan plan = new(data, options.Budget, options.Seed, options.Threads, MachineDescription.Current.Library)
        {
            Targets = options.Transfer.Count > 0 ? options.Transfer : [TransferTarget.Synthetic],
        };
        ResultsFile results = ResultsFile.Open(file, data.Fingerprint());
        studies = [AllStudies.Reference, .. studies.Where(study => study != AllStudies.Reference)];
        CellRunner runner = new(plan, results, Path.Combine(folder, CellFolder), display);
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
            Report(plan, results, runner, studies, folder);
        }
    }

    // Of all studies that are done, in this run or before: the page grows with each.
    private void Report(StudyPlan plan, ResultsFile results, CellRunner runner, IReadOnlyList<IStudy> asked, string folder)
    {
        List<(IStudy Study, StudyReport Report)> done = [];
        foreach (IStudy study in AllStudies.InOrder.Where(study => runner.CountOpen(study) == 0))
        {
            StudyReport report = study.Report(plan, runner.Results);
            StudyFiles.Write(study, report, [.. study.Cells(plan, runner.Results).Distinct().Select(cell => runner.Results[cell])], folder);
            done.Add((study, report));
        }

        string[] cautions = [.. Cautions(plan, runner, asked, done.Any(item => item.Study == AllStudies.Reference))];
        StudyPage.Create(plan, done, cautions, results.All.Sum(result => result.Seconds)).Save(Path.Combine(folder, PageName));
        display.Written(done, Path.Combine(folder, PageName), cautions);
    }

    private static IEnumerable<string> Cautions(StudyPlan plan, CellRunner runner, IReadOnlyList<IStudy> asked, bool hasReference)
    {
        if (plan.Budget.Caution is { } ofBudget)
            yield return ofBudget;
        else if (hasReference && ReferenceStudy.Caution(plan, runner.Results) is { } ofReference)
            yield return ofReference;
        foreach (IStudy study in asked.Where(study => runner.CountOpen(study) > 0))
            yield return $"Not complete: {study.Name}, {Words.Count(runner.CountOpen(study), "cell")} left. --resume goes on.";
    }
}
