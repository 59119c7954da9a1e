using System.Diagnostics;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Running;

/// <summary>Does the cells that studies ask for, each once.</summary>
/// <param name="plan">Images and budget.</param>
/// <param name="results">What is done already, and what will be.</param>
/// <param name="folder">For the cells' own files.</param>
/// <param name="display">Shows how far it is.</param>
internal sealed class CellRunner(StudyPlan plan, ResultsFile results, string folder, IRunDisplay display)
{
    private const string SecondsFile = "seconds.txt";

    private readonly WorkClock _clock = new(results.All.Select(result => (result.Cell.Work(plan.Data), result.Seconds)));

    /// <summary>Does all that the studies need and is not done yet, study by study.</summary>
    /// <exception cref="OperationCanceledException">It was interrupted; what is done is kept.</exception>
    public void Run(IReadOnlyList<IStudy> studies, CancellationToken cancellationToken)
    {
        display.Begin(results.All.Count, studies.SelectMany(Open).Distinct().Count());
        foreach (IStudy study in studies)
        {
            // Some cells are known only when others are done: the best of a grid, with more seeds.
            while (Open(study).FirstOrDefault() is { } cell)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Cell[] all = [.. studies.SelectMany(Open).Distinct()];
                Do(cell, all, cancellationToken);
            }
        }
    }

    /// <summary>What is done, as studies read it.</summary>
    public CellResults Results => new(results, plan.Data.Test.Count);

    /// <summary>How many cells of a study are not done, as far as it is known now.</summary>
    public int CountOpen(IStudy study) => Open(study).Distinct().Count();

    private IEnumerable<Cell> Open(IStudy study)
        => study.Cells(plan, Results).SelectMany(WithNeeds).Where(cell => results.Find(cell) is null);

    private static IEnumerable<Cell> WithNeeds(Cell cell) => [.. cell.Needs.SelectMany(WithNeeds), cell];

    private void Do(Cell cell, Cell[] open, CancellationToken cancellationToken)
    {
        double work = cell.Work(plan.Data);
        double later = open.Sum(other => other.Work(plan.Data)) - work;
        CellContext context = new()
        {
            Data = plan.Data,
            FolderOf = FolderOf,
            Threads = plan.Threads,
            Progress = new Part(part => display.Show(cell, open.Length, _clock.Remaining(later + work * (1 - part)))),
            CancellationToken = cancellationToken,
        };
        display.Show(cell, open.Length, _clock.Remaining(later + work));
        double earlier = EarlierSeconds(cell);
        Stopwatch watch = Stopwatch.StartNew();
        IReadOnlyDictionary<string, double> metrics;
        try
        {
            metrics = cell.Run(context);
        }
        catch (OperationCanceledException)
        {
            File.WriteAllText(SecondsPath(cell), FormattableString.Invariant($"{earlier + watch.Elapsed.TotalSeconds:R}"));
            throw;
        }

        CellResult result = new(cell.Id, cell, metrics, earlier + watch.Elapsed.TotalSeconds, plan.Version);
        results.Add(result);
        _clock.Add(work, result.Seconds);
        Tidy(cell);
        display.Done(result, open.Length - 1, _clock.Remaining(later));
    }

    private double EarlierSeconds(Cell cell)
        => File.Exists(SecondsPath(cell))
            ? double.Parse(File.ReadAllText(SecondsPath(cell)), System.Globalization.CultureInfo.InvariantCulture)
            : 0;

    private string SecondsPath(Cell cell) => Path.Combine(FolderOf(cell), SecondsFile);

    private string FolderOf(Cell cell) => Directory.CreateDirectory(Path.Combine(folder, cell.Id)).FullName;

    private void Tidy(Cell cell)
    {
        File.Delete(SecondsPath(cell));
        if (!Directory.EnumerateFileSystemEntries(FolderOf(cell)).Any())
            Directory.Delete(FolderOf(cell));
    }

    private sealed class Part(Action<double> show) : IProgress<double>
    {
        public void Report(double value) => show(value);
    }
}
