using Parquet;
using SimClr.Core.Embeddings;
using SimClr.Core.Files;
using SimClr.Core.Parquet.Checks;

namespace SimClr.Core.Parquet;

/// <summary>Embeddings as Apache Parquet, which data frames and databases read.</summary>
/// <remarks>
/// Columns: <c>path</c> (text or null), <c>label</c> (int32 or null), <c>vector</c> (a list of float32). The metadata hold the model as
/// <c>simclr.model_id</c> and the names of the classes as a JSON list, <c>simclr.class_names</c>. Source of the format:
/// https://parquet.apache.org/docs/file-format.
/// </remarks>
public static class EmbeddingParquet
{
    // Data frames compress lists of numbers hardly at all: what promises more than this is damaged, or meant to take the memory.
    private const long MostValuesPerByte = 4096;

    /// <summary>Writes a file, all or nothing, in groups of about a million values.</summary>
    /// <param name="set">The vectors.</param>
    /// <param name="path">The file, by convention *.parquet; its folder must exist. What was there is replaced.</param>
    /// <param name="cancellationToken">Stops the writing; then what was there stays.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="ObjectDisposedException">The set is one of <see cref="EmbeddingSet.Open"/>, and has been disposed.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static Task SaveParquetAsync(this EmbeddingSet set, string path, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return AtomicFile.WriteAsync(path, stream => ParquetSetWriter.WriteAsync(stream, set, cancellationToken));
    }

    /// <summary>Reads a file of <see cref="SaveParquetAsync"/>, or of another program that has its columns.</summary>
    /// <remarks>
    /// <c>path</c> and <c>label</c> may be missing, other columns are left out; labels may be int64, vectors of float64, which are rounded.
    /// Nothing in a file is trusted: footer and headers of pages are compared with the file's length before Parquet.Net reads it, which
    /// believes them. Encrypted files are not read, nor columns in a delta encoding, which writers use on demand only.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="EmbeddingFileException">
    /// The file is damaged, or is no such file; the message names the file, and says what was expected and what was found.
    /// </exception>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static async Task<EmbeddingSet> LoadAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        path = Path.GetFullPath(path);
        if (PathProblem.OfFile(path) is { } problem)
            throw new IOException($"{path}: expected a file of embeddings, but {problem}.");
        FileStream stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                long most = stream.Length * MostValuesPerByte;
                ParquetFooter footer = ParquetFooter.Read(stream, most);
                ParquetPages pages = new(stream.SafeFileHandle, footer.Start, most * sizeof(double));
                CheckedFile file = new(stream, pages.Check(footer.Ranges), footer);
                await using (file.ConfigureAwait(false))
                    return await ReadAsync(file, most, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                // On a damaged file the package throws whatever its code meets.
                throw new EmbeddingFileException($"{path}: expected a Parquet file of embeddings: {exception.Message}", exception);
            }
        }
    }

    private static async Task<EmbeddingSet> ReadAsync(CheckedFile file, long mostValues, CancellationToken cancellationToken)
    {
        ParquetReader reader = await ParquetReader.CreateAsync(file, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
            return await new ParquetSetReader(reader, mostValues, cancellationToken).ReadAsync().ConfigureAwait(false);
    }
}
