using SimClr.Core.Curation;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Collections;

/// <summary>A look at the pixels of all pictures of a collection.</summary>
internal static class Inspection
{
    /// <summary>The vectors with what the pixels say.</summary>
    public static InspectedImages Of(PictureCollection pictures, Session session)
    {
        using ProgressLine line = new(session.Messages, "looked at", pictures.Paths.Count);
        IReadOnlyList<ImageFacts> facts = ImageInspector.InspectFiles(pictures.Paths, line, session.CancellationToken);
        return new InspectedImages(
            pictures.Embeddings, [.. facts.Select((fact, index) => fact with { Path = pictures.Embeddings.GetPath(index) })]);
    }
}
