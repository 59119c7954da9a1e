using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Tool.Collections;

namespace SimClr.Tool.Explore.Work;

/// <summary>Runs all of curation over a collection.</summary>
/// <param name="pictures">The collection.</param>
/// <param name="neighbors">At least <see cref="CollectionNeighbors.ForIssues"/> of each picture; not asked for if there is one picture only.</param>
/// <param name="status">Told what is done.</param>
/// <param name="token">Stops the work.</param>
internal sealed class FindingsMaker(PictureCollection pictures, Lazy<Neighbors> neighbors, WorkStatus status, CancellationToken token)
{
    private readonly EmbeddingSet _embeddings = pictures.Embeddings;

    /// <summary>Finds duplicates, outliers, doubtful labels and damage.</summary>
    /// <param name="vectors">Stamp of the vectors.</param>
    public Findings Run(string vectors)
    {
        status.Begin("Looking at every picture");
        IReadOnlyList<ImageFacts> facts = Inspection.FactsOf(pictures, status, token);
        List<Finding> issues = [.. ImageIssueFinder.Find(facts).Select(issue => new Finding(issue.Index, KindOf(issue.Kind), issue.Reason))];
        float[] outlier = None(), label = None();
        (float[] nearest, float[] twin) = (None(), None());
        if (_embeddings.Count > 1)
        {
            status.Begin("Looking for outliers");
            OutlierReport outliers = OutlierFinder.Find(_embeddings, null, neighbors.Value, status, token);
            outlier = [.. outliers.Scores.Select(score => (float)score)];
            issues.AddRange(outliers.Outliers.Select(found => new Finding(found.Index, FindingKind.Outlier, found.Reason)));
            status.Begin("Looking for duplicates");
            MeasureNearest(nearest, twin);
            issues.AddRange(Duplicates(facts));
        }

        if (LabelIssueFinder.CanJudge(_embeddings))
        {
            status.Begin("Checking labels");
            issues.AddRange(DoubtLabels(label));
        }

        PictureScores scores = new()
        {
            Nearest = nearest,
            Twin = twin,
            Outlier = outlier,
            Label = label,
            Brightness = [.. facts.Select(fact => (float)fact.Brightness)],
            Blur = [.. facts.Select(fact => (float)fact.Blur)],
        };
        return new Findings(vectors, scores, [.. issues.OrderBy(issue => issue.Index).ThenBy(issue => issue.Kind)]);
    }

    private float[] None()
    {
        float[] none = new float[_embeddings.Count];
        Array.Fill(none, -1f);
        return none;
    }

    private void MeasureNearest(float[] nearest, float[] twin)
    {
        Neighbors found = neighbors.Value;
        for (int i = 0; i < _embeddings.Count; i++)
        {
            ReadOnlySpan<int> indices = found.Indices(i);
            ReadOnlySpan<float> similarities = found.Similarities(i);
            nearest[i] = similarities[0];
            for (int k = 0; k < indices.Length; k++)
            {
                // A pair is known if either of the two has the other among its neighbors.
                int later = Math.Max(i, indices[k]);
                twin[later] = Math.Max(twin[later], similarities[k]);
            }
        }
    }

    private IEnumerable<Finding> Duplicates(IReadOnlyList<ImageFacts> facts)
    {
        DuplicateReport report = DuplicateFinder.Find(facts, null, status, token);
        return from grouped in report.Groups
               from pair in grouped.Duplicates
               let kind = pair.Kind == DuplicateKind.Exact ? FindingKind.ExactDuplicate : FindingKind.NearDuplicate
               select new Finding(pair.Second, kind, pair.Reason, pair.First);
    }

    // Scores are of the labels that the classifier suspects: of those it agrees with, low ones say nothing.
    private IEnumerable<Finding> DoubtLabels(float[] scores)
    {
        LabelReport report = LabelIssueFinder.Find(_embeddings, new LabelIssueOptions { Threshold = 0 }, neighbors.Value, status, token);
        foreach (LabelIssue issue in report.Issues)
            scores[issue.Index] = (float)issue.Score;
        double threshold = new LabelIssueOptions().Threshold;
        return report.Issues.Where(issue => issue.Score >= threshold).Select(issue => new Finding(issue.Index, FindingKind.WrongLabel, issue.Reason));
    }

    private static FindingKind KindOf(ImageIssueKind kind) => Enum.Parse<FindingKind>(kind.ToString());
}
