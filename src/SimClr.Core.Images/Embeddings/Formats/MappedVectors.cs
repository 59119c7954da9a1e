using System.IO.MemoryMappedFiles;

namespace SimClr.Core.Embeddings.Formats;

/// <summary>Vectors that stay in their file.</summary>
internal sealed unsafe class MappedVectors : IVectorStorage, IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _values;
    private bool _disposed;

    /// <summary>Maps a file.</summary>
    /// <param name="stream">Read-only; owned from now on.</param>
    /// <param name="offset">Of the first value, a multiple of four.</param>
    /// <param name="count">n; the file is long enough for it.</param>
    /// <param name="dimension">D.</param>
    public MappedVectors(FileStream stream, long offset, int count, int dimension)
    {
        (Count, Dimension) = (count, dimension);
        _file = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _values = start + _view.PointerOffset + offset;
    }

    public int Count { get; }

    public int Dimension { get; }

    public ReadOnlySpan<float> Row(int index)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(EmbeddingSet));
        return new ReadOnlySpan<float>(_values + (long)index * Dimension * sizeof(float), Dimension);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
