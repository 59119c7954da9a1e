using System.CommandLine;
using SimClr.Core.Curation;
using SimClr.Core.Reporting;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr duplicates DIR</c>: pictures that are there more than once, or in another folder, too.</summary>
internal sealed class DuplicatesCommand : Command
{
    private static readonly string[] Columns = ["picture", "of", "kind", "similarity", "reason"];

    private readonly CommonOptions _common = new();

    private readonly Option<DirectoryInfo?> _against = new("--against")
    {
        HelpName = "DIR",
        Description = "look for pictures of DIR that this folder has, too: a test set in the training set, say",
        Validators = { CommonOptions.RequireFolder },
    };

    public DuplicatesCommand()
        : base("duplicates", "Finds pictures that show the same, though they are cropped, mirrored, resized, compressed or colored differently.")
    {
        Add(_common.Folder);
        foreach (Option option in (Option[])[_against, _common.Output, _common.Json])
            Add(option);
        SetAction((arguments, token) => Task.Run(() => Run(arguments, token), token));
    }

    private int Run(ParseResult arguments, CancellationToken token)
    {
        Session session = new(arguments.InvocationConfiguration, arguments.GetValue(_common.Json), token);
        DirectoryInfo folder = arguments.GetRequiredValue(_common.Folder);
        Workspace workspace = Workspace.Of(folder, arguments.GetValue(_common.Output));
        PictureFolder pictures = PictureFolder.Inspect(folder, session);
        return arguments.GetValue(_against) is { } other ? FindLeaks(pictures, other, workspace, session) : FindWithin(pictures, workspace, session);
    }

    private static int FindWithin(PictureFolder pictures, Workspace workspace, Session session)
    {
        using TerminalProgress progress = new("compared", session.Messages);
        DuplicateReport report = DuplicateFinder.Find(pictures.Pictures, progress: progress, cancellationToken: session.CancellationToken);
        string[] paths = Paths(pictures);
        string file = CsvTable.Write(workspace.In("duplicates.csv"), Columns, report.Groups.SelectMany(group =>
            group.Duplicates.Select(pair => Row(pair.Second, group.Keep, pair, paths, paths))));
        int exact = report.Groups.Sum(group => group.Duplicates.Count(pair => pair.Kind == DuplicateKind.Exact));
        return session.Finish(
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

    private static int FindLeaks(PictureFolder test, DirectoryInfo other, Workspace workspace, Session session)
    {
        PictureFolder train = PictureFolder.Inspect(other, session);
        using TerminalProgress progress = new("compared", session.Messages);
        LeakReport report = DuplicateFinder.FindLeaks(train.Pictures, test.Pictures, progress: progress, cancellationToken: session.CancellationToken);
        string[] tests = Paths(test), trains = Paths(train);
        string file = CsvTable.Write(
            workspace.In("leaks.csv"), Columns, report.Leaks.Select(pair => Row(pair.First, pair.Second, pair, tests, trains)));
        return session.Finish(
            [$"{report.Leaks.Count:N0} of {tests.Length:N0} pictures are in {other.FullName}, too"],
            new
            {
                Pictures = tests.Length,
                Leaks = report.Leaks.Select(pair => new { Path = tests[pair.First], Of = trains[pair.Second], pair.Kind, pair.Correlation }),
            },
            file);
    }

    private static string[] Paths(PictureFolder folder) => [.. folder.Pictures.Select(picture => picture.Path!)];

    private static object?[] Row(int picture, int of, DuplicatePair pair, string[] paths, string[] ofPaths)
        => [paths[picture], ofPaths[of], pair.Kind, pair.Correlation, pair.Reason];
}
