using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SimClr.Core.Numerics.Winograd;

/// <summary>The matrix products between the transforms, in AVX2 and FMA instructions.</summary>
internal static unsafe class WinogradProduct
{
    /// <summary>Rows of the result that are summed up at once.</summary>
    public const int Rows = 6;

    /// <summary>Columns of the result that are summed up at once: two vectors.</summary>
    public const int Columns = 16;

    public static bool IsSupported => Fma.IsSupported;

    /// <summary>The smallest number of whole blocks of rows that hold so many.</summary>
    public static int Blocks(int rows) => (rows + Rows - 1) / Rows;

    /// <summary>Products of blocks of 6 rows with a panel of 16 columns.</summary>
    /// <param name="left">[6 * blocks, depth], in any arrangement.</param>
    /// <param name="row">Values from one of its rows to the next.</param>
    /// <param name="term">Values from one of its columns to the next.</param>
    /// <param name="blocks">Number of blocks of rows.</param>
    /// <param name="right">[depth, 16].</param>
    /// <param name="depth">Terms of each sum.</param>
    /// <param name="result">[6 * blocks, 16].</param>
    /// <param name="add">Whether the products are added to the result; else they overwrite it.</param>
    /// <remarks>
    /// The twelve sums, two vectors of the right and one broadcast value of the left fit the sixteen registers of AVX2. Sums begin with a
    /// product, not with zeros, which would cost a fifth of the time where there are 16 terms.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Multiply(float* left, nint row, nint term, int blocks, float* right, nint depth, float* result, bool add)
    {
        nint threeRows = 3 * row, fiveRows = 5 * row;
        float* end = right + depth * Columns;
        for (int block = 0; block < blocks; block++, left += Rows * row, result += Rows * Columns)
        {
            Vector256<float> first = Vector256.Load(right), second = Vector256.Load(right + 8);
            (Vector256<float> a0, Vector256<float> a1) = Begin(left, first, second);
            (Vector256<float> b0, Vector256<float> b1) = Begin(left + row, first, second);
            (Vector256<float> c0, Vector256<float> c1) = Begin(left + 2 * row, first, second);
            (Vector256<float> d0, Vector256<float> d1) = Begin(left + threeRows, first, second);
            (Vector256<float> e0, Vector256<float> e1) = Begin(left + 4 * row, first, second);
            (Vector256<float> f0, Vector256<float> f1) = Begin(left + fiveRows, first, second);
            float* value = left + term;
            for (float* vectors = right + Columns; vectors < end; vectors += Columns, value += term)
            {
                (first, second) = (Vector256.Load(vectors), Vector256.Load(vectors + 8));
                Add(value, first, second, ref a0, ref a1);
                Add(value + row, first, second, ref b0, ref b1);
                Add(value + 2 * row, first, second, ref c0, ref c1);
                Add(value + threeRows, first, second, ref d0, ref d1);
                Add(value + 4 * row, first, second, ref e0, ref e1);
                Add(value + fiveRows, first, second, ref f0, ref f1);
            }

            Store(result, a0, a1, add);
            Store(result + Columns, b0, b1, add);
            Store(result + 2 * Columns, c0, c1, add);
            Store(result + 3 * Columns, d0, d1, add);
            Store(result + 4 * Columns, e0, e1, add);
            Store(result + 5 * Columns, f0, f1, add);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> First, Vector256<float> Second) Begin(float* value, Vector256<float> first, Vector256<float> second)
    {
        Vector256<float> factor = Avx.BroadcastScalarToVector256(value);
        return (factor * first, factor * second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        float* value, Vector256<float> first, Vector256<float> second, ref Vector256<float> firstSum, ref Vector256<float> secondSum)
    {
        Vector256<float> factor = Avx.BroadcastScalarToVector256(value);
        firstSum = Fma.MultiplyAdd(factor, first, firstSum);
        secondSum = Fma.MultiplyAdd(factor, second, secondSum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, Vector256<float> first, Vector256<float> second, bool add)
    {
        if (add)
            (first, second) = (first + Vector256.Load(to), second + Vector256.Load(to + 8));
        first.Store(to);
        second.Store(to + 8);
    }
}
