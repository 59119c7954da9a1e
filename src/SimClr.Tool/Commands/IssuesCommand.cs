using System.CommandLine;
using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Reporting;
using SimClr.Tool.Collections;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr issues DIR</c>: pictures that somebody should look at.</summary>
internal sealed class IssuesCommand : CollectionCommand
{
    /// <summary>Where more labels than this part are doubtful, it is the folders that are in doubt.</summary>
    private const double DoubtfulShare = 0.1;

    private const string OfLabel = "label";
    private static readonly string[] Columns = ["picture", "issue", "score", "reason"];

    private readonly Option<bool> _noLabels = new("--no-labels")
    {
        Description = "folders are no classes but trips, days or the like: look for no wrong labels",
    };

    public IssuesCommand()
        : base("issues", "Finds pictures that are damaged, dark, light, blurry, empty, of odd size, or unlike all others, and labels that are probably wrong.")
    {
        Add(_noLabels);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CollectionWork work)
    {
        using TerminalProgress progress = new("compared", work.Session.Messages);
        Neighbors? neighbors = work.Pictures.Embeddings.Count > 1
            ? CollectionNeighbors.Search(work.Pictures.Embeddings, CollectionNeighbors.ForIssues, progress, work.Session.CancellationToken)
            : null;
        Issue[] issues = [.. Damaged(work), .. OfPixels(work), .. Outliers(work, neighbors), .. arguments.GetValue(_noLabels) ? [] : Labels(work, neighbors)];
        string file = CsvTable.Write(
            work.Workspace.In("issues.csv"), Columns, issues.Select(issue => (object?[])[issue.Picture, issue.Kind, issue.Score, issue.Reason]));
        IEnumerable<string> counts = issues.GroupBy(issue => issue.Kind).Select(kind => $"{kind.Count(),7:N0}  {kind.Key}, first {kind.First().Picture}: {kind.First().Reason}");
        return Task.FromResult(work.Session.Finish(
            [$"{issues.Length:N0} issues with {work.Pictures.Embeddings.Count + work.Pictures.Damaged.Count:N0} files", .. counts, .. Doubt(work, issues)],
            new { Files = work.Pictures.Embeddings.Count + work.Pictures.Damaged.Count, Issues = issues },
            file));
    }

    private static IEnumerable<Issue> Damaged(CollectionWork work)
        => work.Pictures.Damaged.Select(file => new Issue(file.Path, "damaged", 1, file.Reason));

    private static IEnumerable<Issue> OfPixels(CollectionWork work)
        => ImageIssueFinder.Find(Inspection.Of(work.Pictures, work.Session).Facts)
            .Select(issue => new Issue(issue.Path!, InWords(issue.Kind), issue.Score, issue.Reason));

    private static IEnumerable<Issue> Outliers(CollectionWork work, Neighbors? neighbors) => neighbors is null
        ? []
        : OutlierFinder.Find(work.Pictures.Embeddings, neighbors: neighbors, cancellationToken: work.Session.CancellationToken).Outliers
            .Select(outlier => new Issue(outlier.Path!, "outlier", outlier.Score, outlier.Reason));

    private static IEnumerable<Issue> Labels(CollectionWork work, Neighbors? neighbors)
    {
        EmbeddingSet vectors = work.Pictures.Embeddings;
        if (!LabelIssueFinder.CanJudge(vectors))
            return [];
        return LabelIssueFinder.Find(vectors, neighbors: neighbors, cancellationToken: work.Session.CancellationToken).Issues
            .Select(issue => new Issue(issue.Path!, OfLabel, issue.Score, issue.Reason));
    }

    private static IEnumerable<string> Doubt(CollectionWork work, Issue[] issues)
    {
        int labels = issues.Count(issue => issue.Kind == OfLabel);
        if (labels > DoubtfulShare * work.Pictures.Embeddings.Count)
            yield return $"{labels:N0} doubtful labels are many. Each is the name of a folder: if folders are no classes, --no-labels leaves these out.";
    }

    // OddAspectRatio becomes "odd aspect ratio".
    private static string InWords(ImageIssueKind kind)
        => string.Concat(kind.ToString().Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private sealed record Issue(string Picture, string Kind, double Score, string Reason);
}
