using SimClr.Core.Curation.Maps;
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
            exhibition.Map = MapLayout.Of(kept.Map() ?? Fit(exhibition, kept, token), exhibition.Pictures.Embeddings);
            exhibition.Findings = kept.Findings() ?? Find(exhibition, kept, vectors, token);
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

    private static EmbeddingMap Fit(Exhibition exhibition, KeptResults kept, CancellationToken token)
    {
        exhibition.Status.Begin("Drawing the map");
        EmbeddingMap map = EmbeddingMap.Fit(exhibition.Pictures.Embeddings, null, null, exhibition.Status, token);
        kept.Keep(map);
        return map;
    }

    private static Findings Find(Exhibition exhibition, KeptResults kept, string vectors, CancellationToken token)
    {
        Findings findings = new FindingsMaker(exhibition.Pictures, exhibition.Status, token).Run(vectors);
        kept.Keep(findings);
        return findings;
    }
}
