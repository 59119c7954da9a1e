using System.Buffers.Binary;

namespace SimClr.Core.Parquet.Checks;

/// <summary>A file as far as its footer, and another footer behind it. Read only; the file is borrowed.</summary>
internal sealed class CheckedFile : Stream
{
    private readonly FileStream _file;
    private readonly long _start;
    private readonly byte[] _tail;

    /// <summary>Joins them.</summary>
    /// <param name="file">The file.</param>
    /// <param name="footer">Takes the place of its own.</param>
    public CheckedFile(FileStream file, ParquetFooter footer)
    {
        (_file, _start) = (file, footer.Start);
        _tail = [.. footer.Content, 0, 0, 0, 0, .. "PAR1"u8];
        BinaryPrimitives.WriteInt32LittleEndian(_tail.AsSpan(footer.Content.Length), footer.Content.Length);
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _start + _tail.Length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (Position < _start)
        {
            read = RandomAccess.Read(_file.SafeFileHandle, buffer[..(int)Math.Min(buffer.Length, _start - Position)], Position);
        }
        else
        {
            ReadOnlySpan<byte> rest = _tail.AsSpan((int)Math.Min(Position - _start, _tail.Length));
            read = Math.Min(buffer.Length, rest.Length);
            rest[..read].CopyTo(buffer);
        }

        Position += read;
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
}
