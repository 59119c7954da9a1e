using System.CommandLine;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr embed DIR</c>: pictures as vectors.</summary>
internal sealed class EmbedCommand : Command
{
    private static readonly string[] Formats = ["npz", "npy", "csv", "parquet"];

    private readonly CommonOptions _common = new();

    private readonly Option<string> _format = new Option<string>("--format")
    {
        HelpName = "NAME",
        Description = $"kind of file: {string.Join(", ", Formats)}",
        DefaultValueFactory = _ => Formats[0],
    }.AcceptOnlyFromAmong(Formats);

    public EmbedCommand()
        : base("embed", "Turns each picture into a vector. Pictures that have not changed since the last time are not embedded again.")
    {
        _common.AddTo(this);
        Add(_format);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken token)
    {
        Session session = new(arguments.InvocationConfiguration, arguments.GetValue(_common.Json), token);
        DirectoryInfo folder = arguments.GetRequiredValue(_common.Folder);
        Workspace workspace = Workspace.Of(folder, arguments.GetValue(_common.Output));
        using PictureCollection pictures = PictureCollection.Open(
            folder, workspace, arguments.GetValue(_common.Model), arguments.GetValue(_common.Threads), session);
        string path = await VectorFile.WriteAsync(pictures.Embeddings, workspace, arguments.GetRequiredValue(_format), token);
        return session.Finish(
            [$"{pictures.Embeddings.Count:N0} pictures as vectors of {pictures.Embeddings.Dimension} numbers, {pictures.Damaged.Count:N0} damaged files"],
            new { Pictures = pictures.Embeddings.Count, pictures.Embeddings.Dimension, pictures.Embeddings.ModelId, pictures.Damaged },
            path);
    }
}
