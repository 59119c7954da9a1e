using SimClr.Core.Files;
using SimClr.Core.Validation;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Files of embeddings, by their endings.</summary>
internal static class EmbeddingFile
{
    private static readonly Dictionary<string, IEmbeddingFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".npy"] = new NpyFormat(),
        [".npz"] = new NpzFormat(),
        [".csv"] = new CsvFormat(),
    };

    public static void Write(string path, EmbeddingSet set)
    {
        IEmbeddingFormat format = FormatOf(path);
        AtomicFile.Write(path, stream =>
        {
            // Not disposed: that would close the stream, which is flushed to the disk and renamed after this.
            BufferedStream buffered = new(stream, 1 << 16);
            format.Write(buffered, set);
            buffered.Flush();
        });
    }

    /// <exception cref="EmbeddingFileException">The file is damaged, or is no such file.</exception>
    public static EmbeddingSet Read(string path)
    {
        IEmbeddingFormat format = FormatOf(path);
        using FileStream stream = OpenRead(path);
        return Explain(path, () => format.Read(stream));
    }

    /// <exception cref="EmbeddingFileException">The file is damaged, is no such file, or cannot be mapped.</exception>
    public static EmbeddingSet Map(string path)
    {
        if (FormatOf(path) is not NpyFormat)
            throw new ArgumentException($"Expected a file *.npy, the only one whose vectors can stay in it, found {path}.", nameof(path));
        FileStream stream = OpenRead(path);
        try
        {
            return Explain(path, () => new EmbeddingSet(NpyFormat.Map(stream), null, null, null, null));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static IEmbeddingFormat FormatOf(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string ending = Path.GetExtension(path);
        if (Formats.TryGetValue(ending, out IEmbeddingFormat? format))
            return format;
        string parquet = ending.Equals(".parquet", StringComparison.OrdinalIgnoreCase) ? " The package SimClr.Core.Parquet has that kind." : "";
        throw new ArgumentException($"Expected a file {string.Join(", ", Formats.Keys.Select(name => $"*{name}"))}, found {path}.{parquet}", nameof(path));
    }

    private static FileStream OpenRead(string path)
        => PathProblem.OfFile(Path.GetFullPath(path)) is { } problem
            ? throw new IOException($"{Path.GetFullPath(path)}: expected a file of embeddings, but {problem}.")
            : File.OpenRead(path);

    // An ArgumentException is the set's own: the content has the format's form, but is no set.
    private static EmbeddingSet Explain(string path, Func<EmbeddingSet> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is EmbeddingFileException or InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new EmbeddingFileException($"{Path.GetFullPath(path)}: {Reason.Of(exception)}", exception);
        }
    }
}
