using System.IO.Compression;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Several arrays in NumPy's format, in one zip archive.</summary>
internal sealed class NpzFormat : IEmbeddingFormat
{
    private const string Vectors = "vectors";
    private const string Labels = "labels";
    private const string Paths = "paths";
    private const string ClassNames = "class_names";
    private const string ModelId = "model_id";

    // The first that the format of zip archives can hold: the same set gives the same file.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void Write(Stream stream, EmbeddingSet set)
    {
        using ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true);
        Add(archive, Vectors, CompressionLevel.NoCompression, part => NpyVectors.Write(part, set));
        if (set.HasLabels)
            Add(archive, Labels, CompressionLevel.NoCompression, part => NpyLabels.Write(part, set));
        // Texts are mostly the zeros behind them.
        if (set.HasPaths)
        {
            string[] paths = [.. Enumerable.Range(0, set.Count).Select(index => set.GetPath(index) ?? "")];
            Add(archive, Paths, CompressionLevel.Optimal, part => NpyTexts.Write(part, paths));
        }

        if (set.ClassNames.Count > 0)
            Add(archive, ClassNames, CompressionLevel.Optimal, part => NpyTexts.Write(part, set.ClassNames));
        if (set.ModelId is { } model)
            Add(archive, ModelId, CompressionLevel.Optimal, part => NpyTexts.Write(part, model));
    }

    public EmbeddingSet Read(FileStream stream)
    {
        using NpzArchive archive = new(stream);
        (float[]? values, int dimension) = archive.Read(Vectors, NpyVectors.Read);
        if (values is null)
            throw new EmbeddingFileException($"Expected an array '{Vectors}' in the archive, found {archive.Names}.");
        return new EmbeddingSet(
            values,
            dimension,
            archive.Read(Paths, input => NpyTexts.Read(input, 1, Paths)),
            archive.Read(Labels, NpyLabels.Read),
            archive.Read(ClassNames, input => NpyTexts.Read(input, 1, ClassNames)),
            archive.Read(ModelId, input => NpyTexts.Read(input, 0, ModelId))?[0]);
    }

    private static void Add(ZipArchive archive, string name, CompressionLevel level, Action<Stream> write)
    {
        ZipArchiveEntry entry = archive.CreateEntry(NpzArchive.EntryOf(name), level);
        entry.LastWriteTime = Written;
        using Stream plain = entry.Open();
        using BufferedStream buffered = new(plain, 1 << 16);
        write(buffered);
    }
}
