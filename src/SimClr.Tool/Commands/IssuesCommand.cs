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
    private static readonly string[] Columns = ["picture", "issue", "score", "reason"];

    public IssuesCommand()
        : base("issues", "Finds pictures that are damaged, dark, light, blurry, empty, of odd size, or unlike all others, and labels that are probably wrong.")
    {
    }

    protected override Task<int> RunAsync(ParseResult arguments, CollectionWork work)
    {
        using TerminalProgress progress = new("compared", work.Session.Messages);
        Neighbors? neighbors = work.Pictures.Embeddings.Count > 1
            ? CollectionNeighbors.Search(work.Pictures.Embeddings, CollectionNeighbors.ForIssues, progress, work.Session.CancellationToken)
            : null;
        Issue[] issues = [.. Damaged(work), .. OfPixels(work), .. Outliers(work, neighbors), .. Labels(work, neighbors)];
        string file = CsvTable.Write(
            work.Workspace.In("issues.csv"), Columns, issues.Select(issue => (object?[])[issue.Picture, issue.Kind, issue.Score, issue.Reason]));
        IEnumerable<string> counts = issues.GroupBy(issue => issue.Kind).Select(kind => $"{kind.Count(),7:N0}  {kind.Key}, first {kind.First().Picture}: {kind.First().Reason}");
        return Task.FromResult(work.Session.Finish(
            [$"{issues.Length:N0} issues with {work.Pictures.Embeddings.Count + work.Pictures.Damaged.Count:N0} files", .. counts],
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
            .Select(issue => new Issue(issue.Path!, "label", issue.Score, issue.Reason));
    }

    // OddAspectRatio becomes "odd aspect ratio".
    private static string InWords(ImageIssueKind kind)
        => string.Concat(kind.ToString().Select((letter, index) => index > 0 && char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private sealed record Issue(string Picture, string Kind, double Score, string Reason);
}
