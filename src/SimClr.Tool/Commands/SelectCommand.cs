using System.CommandLine;
using System.Text;
using SimClr.Core.Curation;
using SimClr.Core.Embeddings;
using SimClr.Core.Files;
using SimClr.Tool.Collections;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr select DIR</c>: which pictures to label first.</summary>
internal sealed class SelectCommand : CollectionCommand
{
    private readonly Option<int> _count = new("--count")
    {
        HelpName = "N",
        Description = "how many to choose",
        DefaultValueFactory = _ => 100,
        Validators = { result => CommonOptions.Require(result, 1, int.MaxValue) },
    };

    private readonly Option<SelectionStrategy> _strategy = new("--strategy")
    {
        HelpName = "NAME",
        Description = "typical: the middle of each cluster; diverse: far from each other; balanced: half of each",
        DefaultValueFactory = _ => new SelectionOptions().Strategy,
    };

    private readonly Option<FileInfo?> _labeled = new("--labeled")
    {
        HelpName = "FILE",
        Description = "pictures that have labels already, a path in DIR on each line",
        Validators = { CommonOptions.RequireFile },
    };

    public SelectCommand()
        : base("select", "Chooses the pictures whose labels would teach most.")
    {
        Add(_count);
        Add(_strategy);
        Add(_labeled);
    }

    protected override Task<int> RunAsync(ParseResult arguments, CollectionWork work)
    {
        EmbeddingSet vectors = work.Pictures.Embeddings;
        int[] labeled = arguments.GetValue(_labeled) is { } file ? Labeled(file, work.Pictures) : [];
        int count = Math.Min(arguments.GetValue(_count), vectors.Count - labeled.Distinct().Count());
        if (count == 0)
            throw new ToolException($"All {vectors.Count:N0} pictures have labels already.");
        SelectionOptions options = new() { Strategy = arguments.GetValue(_strategy) };
        IReadOnlyList<SelectedImage> selected = ImageSelector.Select(vectors, count, labeled, options, work.Session.CancellationToken);
        string path = work.Workspace.In("selection.txt");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(string.Concat(selected.Select(image => $"{image.Path}\n")))));
        return Task.FromResult(work.Session.Finish(
            [$"{selected.Count:N0} of {vectors.Count:N0} pictures to label, the most useful first"],
            new { options.Strategy, Pictures = selected.Select(image => new { image.Path, image.Strategy, image.Score }) },
            path));
    }

    private static int[] Labeled(FileInfo file, PictureCollection pictures)
    {
        Dictionary<string, int> known = Enumerable.Range(0, pictures.Embeddings.Count).ToDictionary(index => pictures.Embeddings.GetPath(index)!);
        return [.. File.ReadLines(file.FullName).Select(line => line.Trim().Replace('\\', '/')).Where(line => line.Length > 0).Select((line, number) =>
            known.TryGetValue(line, out int index) ? index : throw new ToolException(
                $"{file.FullName}, line {number + 1}: expected the path of a picture in {pictures.Folder}, found '{line}'."))];
    }
}
