using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SimClr.Core.Numerics.Winograd;

/// <summary>The transforms of F(2x2, 3x3) on rows of tiles, in vectors of 8 channels.</summary>
/// <remarks>Lavin and Gray 2016, <i>Fast algorithms for convolutional neural networks</i>, section 4.1; B, A as there.</remarks>
internal static unsafe class WinogradTransforms
{
    /// <summary>Channels of a vector.</summary>
    public const int Vector = 8;

    /// <summary>Bᵀ d B of the 4 x 4 pixels of each tile, which overlap by two columns.</summary>
    /// <param name="d0">The first of four rows of 2 (tiles + 1) pixels, [.., channels] each.</param>
    /// <param name="d1">The second.</param>
    /// <param name="d2">The third.</param>
    /// <param name="d3">The fourth.</param>
    /// <param name="channels">A multiple of 8.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="result">[tiles, channels] of the first of 16 positions; written.</param>
    /// <param name="steps">Of the result.</param>
    /// <remarks>Columns that two tiles share are loaded and summed once.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Input(float* d0, float* d1, float* d2, float* d3, nint channels, int tiles, float* result, in PositionSteps steps)
    {
        (nint position, nint position2, nint position3, nint line) = (steps.One, steps.Two, steps.Three, steps.Four);
        for (nint channel = 0; channel < channels; channel += Vector)
        {
            nint at = channel;
            Vector256<float> x1 = Vector256.Load(d1 + at), x2 = Vector256.Load(d2 + at);
            Vector256<float> a0 = Vector256.Load(d0 + at) - x2, a1 = x1 + x2, a2 = x2 - x1, a3 = x1 - Vector256.Load(d3 + at);
            at += channels;
            (x1, x2) = (Vector256.Load(d1 + at), Vector256.Load(d2 + at));
            Vector256<float> b0 = Vector256.Load(d0 + at) - x2, b1 = x1 + x2, b2 = x2 - x1, b3 = x1 - Vector256.Load(d3 + at);
            at += channels;
            float* to = result + channel;
            for (int tile = 0; tile < tiles; tile++, at += 2 * channels, to += channels)
            {
                nint next = at + channels;
                (x1, x2) = (Vector256.Load(d1 + at), Vector256.Load(d2 + at));
                Vector256<float> y1 = Vector256.Load(d1 + next), y2 = Vector256.Load(d2 + next);
                Differences(Vector256.Load(d0 + at) - x2, Vector256.Load(d0 + next) - y2, ref a0, ref b0, to, position, position2, position3);
                float* row = to + line;
                Differences(x1 + x2, y1 + y2, ref a1, ref b1, row, position, position2, position3);
                row += line;
                Differences(x2 - x1, y2 - y1, ref a2, ref b2, row, position, position2, position3);
                row += line;
                Differences(x1 - Vector256.Load(d3 + at), y1 - Vector256.Load(d3 + next), ref a3, ref b3, row, position, position2, position3);
            }
        }
    }

    /// <summary>Aᵀ m A: the 2 x 2 pixels of each tile, of a vector of channels.</summary>
    /// <param name="products">[tiles, 16] of the first position; a vector of these 16.</param>
    /// <param name="steps">Of the products.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="upper">The first row of 2 * tiles pixels.</param>
    /// <param name="lower">The second.</param>
    /// <param name="pixel">Values from a pixel to the next.</param>
    /// <param name="add">Whether the result is added to the pixels; else it overwrites them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Output(float* products, in PositionSteps steps, int tiles, float* upper, float* lower, nint pixel, bool add)
    {
        (nint position, nint position2, nint position3, nint line) = (steps.One, steps.Two, steps.Three, steps.Four);
        for (int tile = 0; tile < tiles; tile++, products += WinogradProduct.Columns, upper += 2 * pixel, lower += 2 * pixel)
        {
            float* m = products;
            (Vector256<float> left0, Vector256<float> right0) = Sums(m, position, position2, position3);
            m += line;
            (Vector256<float> left1, Vector256<float> right1) = Sums(m, position, position2, position3);
            m += line;
            (Vector256<float> left2, Vector256<float> right2) = Sums(m, position, position2, position3);
            m += line;
            (Vector256<float> left3, Vector256<float> right3) = Sums(m, position, position2, position3);
            Store(upper, left0 + left1 + left2, add);
            Store(upper + pixel, right0 + right1 + right2, add);
            Store(lower, left1 - left2 - left3, add);
            Store(lower + pixel, right1 - right2 - right3, add);
        }
    }

    /// <summary>A y Aᵀ of the 2 x 2 pixels of each tile: the transpose of <see cref="Output"/>, of a vector of channels.</summary>
    /// <param name="upper">The first row of 2 * tiles pixels.</param>
    /// <param name="lower">The second.</param>
    /// <param name="pixel">Values from a pixel to the next.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="result">[tiles, 16] of the first position; a vector of these 16 is written.</param>
    /// <param name="steps">Of the result.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void OutputGradient(float* upper, float* lower, nint pixel, int tiles, float* result, in PositionSteps steps)
    {
        (nint position, nint position2, nint position3, nint line) = (steps.One, steps.Two, steps.Three, steps.Four);
        for (int tile = 0; tile < tiles; tile++, result += WinogradProduct.Columns, upper += 2 * pixel, lower += 2 * pixel)
        {
            Vector256<float> left = Vector256.Load(upper), right = Vector256.Load(upper + pixel);
            Vector256<float> lowerLeft = Vector256.Load(lower), lowerRight = Vector256.Load(lower + pixel);
            float* row = result;
            Spread(left, right, row, position, position2, position3);
            row += line;
            Spread(left + lowerLeft, right + lowerRight, row, position, position2, position3);
            row += line;
            Spread(left - lowerLeft, right - lowerRight, row, position, position2, position3);
            row += line;
            Spread(-lowerLeft, -lowerRight, row, position, position2, position3);
        }
    }

    /// <summary>Gᵀ m G: 3 x 3 taps of a vector of channels.</summary>
    /// <param name="sums">At the first position.</param>
    /// <param name="position">Values from a position to the next.</param>
    /// <param name="taps">The first tap; written.</param>
    /// <param name="tap">Values from a tap to the next.</param>
    public static void WeightGradient(float* sums, nint position, float* taps, nint tap)
    {
        Vector256<float>* lines = stackalloc Vector256<float>[12]; // m G, [4, 3]
        for (int line = 0; line < 4; line++, sums += 4 * position)
        {
            (lines[3 * line], lines[3 * line + 1], lines[3 * line + 2]) = Taps(
                Vector256.Load(sums), Vector256.Load(sums + position), Vector256.Load(sums + 2 * position), Vector256.Load(sums + 3 * position));
        }

        for (int column = 0; column < 3; column++, taps += tap)
        {
            (Vector256<float> upper, Vector256<float> middle, Vector256<float> lower)
                = Taps(lines[column], lines[3 + column], lines[6 + column], lines[9 + column]);
            upper.Store(taps);
            middle.Store(taps + 3 * tap);
            lower.Store(taps + 6 * tap);
        }
    }

    private static (Vector256<float> First, Vector256<float> Middle, Vector256<float> Last) Taps(
        Vector256<float> first, Vector256<float> sum, Vector256<float> difference, Vector256<float> last)
    {
        Vector256<float> outer = (sum + difference) * 0.5f;
        return (first + outer, (sum - difference) * 0.5f, outer + last);
    }

    /// <summary>A row of d B, of which the first two columns are kept from the tile before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Differences(
        Vector256<float> third, Vector256<float> fourth, ref Vector256<float> first, ref Vector256<float> second,
        float* to, nint position, nint position2, nint position3)
    {
        (first - third).Store(to);
        (second + third).Store(to + position);
        (third - second).Store(to + position2);
        (second - fourth).Store(to + position3);
        (first, second) = (third, fourth);
    }

    /// <summary>A row of m A.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Left, Vector256<float> Right) Sums(float* m, nint position, nint position2, nint position3)
    {
        Vector256<float> second = Vector256.Load(m + position), third = Vector256.Load(m + position2);
        return (Vector256.Load(m) + second + third, second - third - Vector256.Load(m + position3));
    }

    /// <summary>A row of y Aᵀ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread(Vector256<float> left, Vector256<float> right, float* to, nint position, nint position2, nint position3)
    {
        left.Store(to);
        (left + right).Store(to + position);
        (left - right).Store(to + position2);
        (-right).Store(to + position3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* to, Vector256<float> value, bool add) => (add ? value + Vector256.Load(to) : value).Store(to);
}
