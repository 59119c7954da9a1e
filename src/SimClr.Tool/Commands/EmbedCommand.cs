using System.CommandLine;
using SimClr.Core.Embeddings;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr embed DIR</c>: pictures as vectors.</summary>
internal sealed class EmbedCommand : CollectionCommand
{
    private static readonly string[] Formats = ["npz", "npy", "csv", "parquet"];

    private readonly Option<string> _format = new Option<string>("--format")
    {
        HelpName = "NAME",
        Description = $"kind of file: {string.Join(", ", Formats)}",
        DefaultValueFactory = _ => Formats[0],
    }.AcceptOnlyFromAmong(Formats);

    public EmbedCommand()
        : base("embed", "Turns each picture into a vector. Pictures that have not changed since the last time are not embedded again.")
        => Add(_format);

    protected override async Task<int> RunAsync(ParseResult arguments, CollectionWork work)
    {
        EmbeddingSet vectors = work.Pictures.Embeddings;
        string path = await VectorFile.WriteAsync(
            vectors, work.Workspace, arguments.GetRequiredValue(_format), work.Session.CancellationToken);
        return work.Session.Finish(
            [
                $"{vectors.Count:N0} pictures as vectors of {vectors.Dimension} numbers, {work.Pictures.Damaged.Count:N0} damaged files",
                $"next: simclr explore {ShellWord.Of(work.Pictures.Folder)}",
            ],
            new { Pictures = vectors.Count, vectors.Dimension, vectors.ModelId, work.Pictures.Damaged },
            path);
    }
}
