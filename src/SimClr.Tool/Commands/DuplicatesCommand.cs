using System.CommandLine;
using SimClr.Core.Curation;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr duplicates DIR</c>: pictures that are there more than once, or in another folder, too.</summary>
internal sealed class DuplicatesCommand : CollectionCommand
{
    private static readonly string[] Columns = ["picture", "of", "kind", "similarity", "reason"];

    private readonly Option<DirectoryInfo?> _against = new("--against")
    {
        HelpName = "DIR",
        Description = "look for pictures of DIR that this folder has, too: a test set in the training set, say",
        Validators = { CommonOptions.RequireFolder },
    };

    public DuplicatesCommand()
        : base("duplicates", "Finds pictures that show the same, though they are cropped, mirrored, resized, compressed or colored differently.")
        => Add(_against);

    protected override Task<int> RunAsync(ParseResult arguments, CollectionWork work)
    {
        InspectedImages inspected = Inspection.Of(work.Pictures, work.Session);
        return Task.FromResult(arguments.GetValue(_against) is { } other ? FindLeaks(work, inspected, other) : FindWithin(work, inspected));
    }

    private static int FindWithin(CollectionWork work, InspectedImages inspected)
    {
        DuplicateReport report = DuplicateFinder.Find(inspected, cancellationToken: work.Session.CancellationToken);
        string[] paths = Paths(work.Pictures);
        string file = CsvTable.Write(work.Workspace.In("duplicates.csv"), Columns, report.Groups.SelectMany(group =>
            group.Duplicates.Select(pair => Row(pair.Second, group.Keep, pair, paths, paths))));
        int exact = report.Groups.Sum(group => group.Duplicates.Count(pair => pair.Kind == DuplicateKind.Exact));
        return work.Session.Finish(
            [
                $"{report.Removable.Count:N0} of {paths.Length:N0} pictures are duplicates of {report.Groups.Count:N0} others: "
                + $"{exact:N0} exact, {report.Removable.Count - exact:N0} near",
            ],
            new
            {
                Pictures = paths.Length,
                Groups = report.Groups.Select(group => new
                {
                    Keep = paths[group.Keep],
                    Duplicates = group.Duplicates.Select(pair => new { Path = paths[pair.Second], pair.Kind, pair.Correlation }),
                }),
            },
            file);
    }

    private static int FindLeaks(CollectionWork work, InspectedImages inspected, DirectoryInfo other)
    {
        using PictureCollection train = work.Open(other, Workspace.Of(other, null));
        LeakReport report = DuplicateFinder.FindLeaks(
            Inspection.Of(train, work.Session), inspected, cancellationToken: work.Session.CancellationToken);
        string[] tests = Paths(work.Pictures), trains = Paths(train);
        string file = CsvTable.Write(
            work.Workspace.In("leaks.csv"), Columns, report.Leaks.Select(pair => Row(pair.First, pair.Second, pair, tests, trains)));
        return work.Session.Finish(
            [$"{report.Leaks.Count:N0} of {tests.Length:N0} pictures are in {other.FullName}, too"],
            new
            {
                Pictures = tests.Length,
                Leaks = report.Leaks.Select(pair => new { Path = tests[pair.First], Of = trains[pair.Second], pair.Kind, pair.Correlation }),
            },
            file);
    }

    private static string[] Paths(PictureCollection pictures)
        => [.. Enumerable.Range(0, pictures.Embeddings.Count).Select(index => pictures.Embeddings.GetPath(index)!)];

    private static object?[] Row(int picture, int of, DuplicatePair pair, string[] paths, string[] ofPaths)
        => [paths[picture], ofPaths[of], pair.Kind, pair.Correlation, pair.Reason];
}
