using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Tool.Collections;
using SimClr.Tool.Explore.Maps;

namespace SimClr.Tool.Explore.Work;

/// <summary>Fills an exhibition: what is kept at once, the rest as it is made.</summary>
internal static class Preparation
{
    /// <summary>Runs on a thread of its own, so that the page is there meanwhile. Failures are said on the page.</summary>
    public static Task RunAsync(Exhibition exhibition, CancellationToken token) => Task.Factory.StartNew(
        () => Run(exhibition, token), token, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Run(Exhibition exhibition, CancellationToken token)
    {
        try
        {
            string vectors = VectorStamp.Of(exhibition.Pictures.Embeddings);
            KeptResults kept = new(exhibition.Workspace, vectors);
            Lazy<Neighbors> neighbors = new(() => Search(exhibition, token));
            exhibition.Map = MapLayout.Of(kept.Map() ?? Fit(exhibition, kept, neighbors, token), exhibition.Pictures.Embeddings);
            exhibition.Findings = kept.Findings() ?? Find(exhibition, kept, vectors, neighbors, token);
            exhibition.Status.End();
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception failure) when (CommandLine.ExpectedErrors.Has(failure) || failure is ArgumentException)
        {
            exhibition.Status.Fail(failure.Message);
        }
    }

    // Once for the map and for all findings.
    private static Neighbors Search(Exhibition exhibition, CancellationToken token)
    {
        exhibition.Status.Begin("Comparing the pictures");
        return CollectionNeighbors.Search(exhibition.Pictures.Embeddings, CollectionNeighbors.ForMap, exhibition.Status, token);
    }

    private static EmbeddingMap Fit(Exhibition exhibition, KeptResults kept, Lazy<Neighbors> neighbors, CancellationToken token)
    {
        EmbeddingSet embeddings = exhibition.Pictures.Embeddings;
        Neighbors? found = embeddings.Count > 1 ? neighbors.Value : null;
        exhibition.Status.Begin("Drawing the map");
        EmbeddingMap map = EmbeddingMap.Fit(embeddings, null, found, exhibition.Status, token);
        kept.Keep(map);
        return map;
    }

    private static Findings Find(Exhibition exhibition, KeptResults kept, string vectors, Lazy<Neighbors> neighbors, CancellationToken token)
    {
        Findings findings = new FindingsMaker(exhibition.Pictures, neighbors, exhibition.Status, token).Run(vectors);
        kept.Keep(findings);
        return findings;
    }
}
