using System.Numerics;

namespace SimClr.Core.Evaluation;

/// <summary>Selects the k greatest of many values in one pass, in an order that equal values do not leave to chance.</summary>
internal static class GreatestSelection
{
    /// <summary>Writes the greatest values and where they stand, greatest first; of equal values the lower index comes first.</summary>
    /// <param name="values">At least k values; none NaN. Negative infinity is never selected.</param>
    /// <param name="indices">Receives k indices.</param>
    /// <param name="greatest">Receives their values.</param>
    public static void Select(ReadOnlySpan<float> values, Span<int> indices, Span<float> greatest)
    {
        // A heap with the worst of the selected at its root. A key holds the value and, below it, the index: less is worse.
        ulong[] heap = new ulong[indices.Length];
        float worst = float.NegativeInfinity;
        int step = Vector<float>.Count;
        int start = 0;
        for (; start + step <= values.Length; start += step)
            if (Vector.GreaterThanAny(new Vector<float>(values[start..]), new Vector<float>(worst)))
                worst = Offer(values.Slice(start, step), start, heap, worst);
        Offer(values[start..], start, heap, worst);

        Array.Sort(heap);
        for (int i = 0; i < heap.Length; i++)
        {
            indices[i] = Index(heap[^(i + 1)]);
            greatest[i] = values[indices[i]];
        }
    }

    private static float Offer(ReadOnlySpan<float> values, int start, ulong[] heap, float worst)
    {
        for (int i = 0; i < values.Length; i++)
        {
            // A later value equal to the worst is no better, as its index is higher.
            if (!(values[i] > worst))
                continue;
            ReplaceRoot(heap, Key(values[i], start + i));
            worst = heap[0] == 0 ? float.NegativeInfinity : Value(heap[0]);
        }

        return worst;
    }

    private static void ReplaceRoot(ulong[] heap, ulong key)
    {
        int hole = 0;
        while (2 * hole + 1 < heap.Length)
        {
            int child = 2 * hole + 1;
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= key)
                break;
            heap[hole] = heap[child];
            hole = child;
        }

        heap[hole] = key;
    }

    // Flipped like this, a float's bits order as the numbers do; adding zero makes the two zeros one.
    private static ulong Key(float value, int index)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        uint ordered = (bits & 0x80000000u) == 0 ? bits | 0x80000000u : ~bits;
        return ((ulong)ordered << 32) | (uint)~index;
    }

    private static float Value(ulong key)
    {
        uint ordered = (uint)(key >> 32);
        return BitConverter.UInt32BitsToSingle((ordered & 0x80000000u) != 0 ? ordered & 0x7FFFFFFFu : ~ordered);
    }

    private static int Index(ulong key) => ~(int)(uint)key;
}
