using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>Memory that MPI may write to while no managed code runs.</summary>
/// <remarks>
/// Blocks of a piece's size are kept and used again: new ones would cost a page fault for every 4 KiB, and networks register the memory that
/// they read and write. There are never more than are under way at once. Without a finalizer: after a failure MPI may still write to them.
/// </remarks>
internal sealed unsafe class NativeBuffer : IDisposable
{
    /// <summary>The largest piece.</summary>
    public const int MostPieceBytes = 1 << 20;

    private const int LeastPieceBytes = 1 << 18;

    /// <summary>What one rank gives another in a message is to cost more than the message.</summary>
    private const int MessageBytes = 64 << 10;

    private const int Alignment = 64;
    private const int SmallBytes = 64 << 10;

    private static readonly ConcurrentBag<nint> Pieces = [];

    private readonly bool _isPiece;

    /// <summary>Takes memory that is not cleared.</summary>
    public NativeBuffer(long bytes)
    {
        _isPiece = bytes is > SmallBytes and <= MostPieceBytes;
        Start = _isPiece && Pieces.TryTake(out nint piece)
            ? piece
            : (nint)NativeMemory.AlignedAlloc((nuint)(_isPiece ? MostPieceBytes : Math.Max(bytes, 1)), Alignment);
    }

    public nint Start { get; private set; }

    /// <summary>
    /// Bytes of a piece, of all ranks' parts together: large enough that its bytes cost more than its messages, small enough to be a step of
    /// progress and to need little memory. Several are under way at once.
    /// </summary>
    public static int PieceBytes(int ranks) => (int)Math.Clamp((long)MessageBytes * ranks, LeastPieceBytes, MostPieceBytes);

    /// <summary>Copies memory, of any size.</summary>
    public static void Copy(nint source, nint target, long bytes) => Buffer.MemoryCopy((void*)source, (void*)target, bytes, bytes);

    public void Dispose()
    {
        if (_isPiece && Start != 0)
            Pieces.Add(Start);
        else
            NativeMemory.AlignedFree((void*)Start);
        Start = 0;
    }
}
