using SimClr.Core.Curation;
using SimClr.Core.Reporting;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Collections;

/// <summary>A look at the pixels of all pictures of a collection.</summary>
internal static class Inspection
{
    /// <summary>The vectors with what the pixels say.</summary>
    public static InspectedImages Of(PictureCollection pictures, Session session)
    {
        using TerminalProgress progress = new("looked at", session.Messages);
        return new InspectedImages(pictures.Embeddings, FactsOf(pictures, progress, session.CancellationToken));
    }

    /// <summary>What the pixels say, in the order of the vectors. Paths are in the folder, as those of the vectors are.</summary>
    public static IReadOnlyList<ImageFacts> FactsOf(PictureCollection pictures, IProgress<(int Done, int All)> progress, CancellationToken token)
        => [.. ImageInspector.InspectFiles(pictures.Paths, progress, token).Select(fact => fact with { Path = pictures.Embeddings.GetPath(fact.Index) })];
}
