using System.Buffers.Binary;

namespace SimClr.Core.Parquet.Checks;

/// <summary>
/// A file with zeros in place of all but the pages that are checked, and another footer. If a page holds fewer values than its header says,
/// Parquet.Net reads on behind it; zeros are the end of a header there. Read only; the file is borrowed.
/// </summary>
internal sealed class CheckedFile : Stream
{
    private const int Gap = 16;
    private const int Magic = 4;

    private readonly FileStream _file;
    private readonly (long Start, long End)[] _pages;
    private readonly long _start;
    private readonly byte[] _tail;

    /// <summary>Joins them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="pages">From where to where there are pages, in order.</param>
    /// <param name="footer">Takes the place of its own.</param>
    public CheckedFile(FileStream file, IReadOnlyList<(long Start, long End)> pages, ParquetFooter footer)
    {
        (_file, _start) = (file, footer.Start);
        _pages = [(0, Magic), .. pages];
        _tail = [.. new byte[Gap], .. footer.Content, 0, 0, 0, 0, .. "PAR1"u8];
        BinaryPrimitives.WriteInt32LittleEndian(_tail.AsSpan(Gap + footer.Content.Length), footer.Content.Length);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _start + _tail.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int read = 0;
        while (read < buffer.Length && Position < Length)
        {
            int piece = Position < _start ? ReadPages(buffer[read..]) : ReadTail(buffer[read..]);
            Position += piece;
            read += piece;
        }

        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        => cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<int>(cancellationToken) : new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin)
    {
        long place = offset + origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            _ => Length,
        };
        return Position = place >= 0 ? place : throw new IOException($"Expected a place in the file, found {place}.");
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadTail(Span<byte> buffer)
    {
        ReadOnlySpan<byte> rest = _tail.AsSpan((int)(Position - _start));
        int read = Math.Min(buffer.Length, rest.Length);
        rest[..read].CopyTo(buffer);
        return read;
    }

    // To the end of the pages here, or of the zeros before the next ones.
    private int ReadPages(Span<byte> buffer)
    {
        int next = Array.BinarySearch(_pages, (Position, long.MaxValue));
        (long Start, long End) before = _pages[~next - 1];
        bool isInside = Position < before.End;
        long end = isInside ? before.End : ~next < _pages.Length ? _pages[~next].Start : _start;
        buffer = buffer[..(int)Math.Min(buffer.Length, end - Position)];
        if (!isInside)
            buffer.Clear();
        else if (RandomAccess.Read(_file.SafeFileHandle, buffer, Position) < buffer.Length)
            throw new EndOfStreamException("The file has become shorter since it was opened.");
        return buffer.Length;
    }
}
