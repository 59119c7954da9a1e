using System.Buffers.Binary;
using System.Text;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>What every rank says of the call that it makes: a text that must be the same on all, and a number that may differ.</summary>
/// <param name="call">The text.</param>
/// <param name="number">The number.</param>
/// <param name="rank">This rank.</param>
/// <param name="ranks">The number of ranks.</param>
internal sealed class CallCheck(string call, long number, int rank, int ranks)
{
    private const int Bytes = 128;
    private const int TextBytes = Bytes - sizeof(long);

    /// <summary>All ranks' numbers, once <see cref="Step"/> is complete.</summary>
    public long[] Numbers { get; } = new long[ranks];

    /// <summary>The exchange; it fails on all ranks if their texts differ.</summary>
    public ExchangeStep Step()
    {
        NativeBuffer own = new(Bytes), all = new((long)Bytes * ranks);
        Write(Span(own.Start));
        return new ExchangeStep(communicator => communicator.BeginAllGather(own.Start, all.Start, Bytes), () =>
        {
            string[] texts = new string[ranks];
            for (int index = 0; index < ranks; index++)
                (texts[index], Numbers[index]) = Read(Span(all.Start + index * Bytes));
            own.Dispose();
            all.Dispose();
            Compare(texts);
        });
    }

    private static unsafe Span<byte> Span(nint start) => new((void*)start, Bytes);

    private static (string Text, long Number) Read(ReadOnlySpan<byte> bytes)
        => (Encoding.UTF8.GetString(bytes[sizeof(long)..]).TrimEnd('\0'), BinaryPrimitives.ReadInt64LittleEndian(bytes));

    private void Write(Span<byte> bytes)
    {
        bytes.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Encoding.UTF8.GetBytes(call.AsSpan(0, Math.Min(call.Length, TextBytes)), bytes[sizeof(long)..]);
    }

    private void Compare(string[] texts)
    {
        int other = Array.FindIndex(texts, text => text != texts[rank]);
        if (other >= 0)
            throw new MpiException($"The ranks make different calls: rank {rank} {texts[rank]}, but rank {other} {texts[other]}.");
    }
}
