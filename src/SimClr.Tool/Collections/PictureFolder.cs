using SimClr.Core.Curation;
using SimClr.Core.Data;
using SimClr.Core.Reporting;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Collections;

/// <summary>A folder of pictures without their vectors: what their pixels say, which takes a fraction of the time.</summary>
/// <param name="Pictures">Facts of the pictures that can be read, with paths in the folder.</param>
/// <param name="Damaged">The files that cannot.</param>
internal sealed record PictureFolder(IReadOnlyList<ImageFacts> Pictures, IReadOnlyList<DamagedPicture> Damaged)
{
    private const int Rgb = 3;

    /// <summary>Looks at all pictures.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="session">Where to say what is done.</param>
    public static PictureFolder Inspect(DirectoryInfo folder, Session session)
    {
        ImageFolderSource source = PictureSource.Open(folder, Rgb);
        string[] paths = [.. Enumerable.Range(0, source.Count).Select(source.GetPath)];
        session.Say($"{folder.FullName}: {paths.Length:N0} pictures to compare.");
        using TerminalProgress progress = new("looked at", session.Messages);
        IReadOnlyList<ImageFacts> facts = ImageInspector.InspectFiles(paths, progress, session.CancellationToken);
        DamagedPicture[] damaged =
        [
            .. source.SkippedFiles.Select(file => DamagedPicture.Of(folder.FullName, file.Path, file.Reason)),
            .. facts.Where(fact => fact.Problem is not null).Select(fact => DamagedPicture.Of(folder.FullName, fact.Path!, fact.Problem!)),
        ];
        DamagedPicture.Tell(damaged, session);
        ImageFacts[] readable =
        [
            .. facts.Where(fact => fact.Problem is null)
                .Select(fact => fact with { Path = PictureStamp.RelativePath(folder.FullName, fact.Path!) }),
        ];
        return readable.Length > 0 ? new PictureFolder(readable, damaged) : throw DamagedPicture.NoPictures(folder.FullName, damaged);
    }
}
