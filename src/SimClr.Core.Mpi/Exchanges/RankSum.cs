using System.Numerics;
using System.Numerics.Tensors;
using static TorchSharp.torch;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>Adds the ranks' values in the order of ranks, so that the sum is the same in every run.</summary>
internal static unsafe class RankSum
{
    private const int SpanLength = 1 << 28;

    /// <summary>Whether values of a type can be added.</summary>
    public static bool Supports(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Int64 or ScalarType.BFloat16;

    /// <summary>Adds the parts that follow to the first.</summary>
    /// <param name="type">One that is supported.</param>
    /// <param name="parts">The ranks' parts, one after the other.</param>
    /// <param name="count">The number of values in a part.</param>
    /// <param name="ranks">The number of parts.</param>
    public static void AddToFirst(ScalarType type, nint parts, long count, int ranks)
    {
        if (type == ScalarType.BFloat16)
            AddBFloat16((ushort*)parts, count, ranks);
        else if (type == ScalarType.Float32)
            Add((float*)parts, count, ranks);
        else if (type == ScalarType.Float64)
            Add((double*)parts, count, ranks);
        else
            Add((long*)parts, count, ranks);
    }

    private static void Add<T>(T* parts, long count, int ranks)
        where T : unmanaged, IAdditionOperators<T, T, T>, IAdditiveIdentity<T, T>
    {
        for (int rank = 1; rank < ranks; rank++)
        {
            for (long start = 0; start < count; start += SpanLength)
            {
                int length = (int)Math.Min(SpanLength, count - start);
                Span<T> sums = new(parts + start, length);
                TensorPrimitives.Add(sums, new ReadOnlySpan<T>(parts + rank * count + start, length), sums);
            }
        }
    }

    // A BFloat16 is the upper half of a Float32. Sums are Float32 until the end, and rounded once.
    private static void AddBFloat16(ushort* parts, long count, int ranks)
    {
        long index = 0;
        for (; index <= count - Vector<ushort>.Count; index += Vector<ushort>.Count)
        {
            (Vector<float> low, Vector<float> high) = Widen(parts + index);
            for (int rank = 1; rank < ranks; rank++)
            {
                (Vector<float> nextLow, Vector<float> nextHigh) = Widen(parts + rank * count + index);
                low += nextLow;
                high += nextHigh;
            }

            Vector.Narrow(Round(low), Round(high)).Store(parts + index);
        }

        for (; index < count; index++)
        {
            float sum = Widen(parts[index]);
            for (int rank = 1; rank < ranks; rank++)
                sum += Widen(parts[rank * count + index]);
            parts[index] = (ushort)Round(Vector.Create(sum))[0];
        }
    }

    private static (Vector<float> Low, Vector<float> High) Widen(ushort* values)
    {
        Vector.Widen(Vector.Load(values), out Vector<uint> low, out Vector<uint> high);
        return (Vector.AsVectorSingle(low << 16), Vector.AsVectorSingle(high << 16));
    }

    private static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);

    // To nearest, ties to even, as torch does; a NaN, which that could turn into infinity, stays one.
    private static Vector<uint> Round(Vector<float> values)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(values);
        Vector<uint> rounded = (bits + new Vector<uint>(0x7FFF) + ((bits >> 16) & Vector<uint>.One)) >> 16;
        return Vector.ConditionalSelect(Vector.AsVectorUInt32(Vector.Equals(values, values)), rounded, new Vector<uint>(0x7FC0));
    }
}
