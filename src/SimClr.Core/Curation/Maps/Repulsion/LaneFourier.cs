using System.Runtime.Intrinsics;

namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>The discrete Fourier transform of eight sequences at once, Stockham's form: no step depends on the width of vectors.</summary>
/// <remarks>
/// Van Loan 1992, <i>Computational frameworks for the fast Fourier transform</i>, sections 1.7 and 2.2. Lanes never meet, and each is
/// computed by additions and multiplications in a fixed order. Immutable; may be used by any number of threads.
/// </remarks>
internal sealed class LaneFourier
{
    private const float HalfRootOf3 = 0.8660254f;

    private readonly Stage[] _stages;

    /// <param name="length">2^a or 3 * 2^a, at least 4.</param>
    public LaneFourier(int length)
    {
        List<Stage> stages = [];
        for ((int rest, int stride) = (length, 1); rest > 1;)
        {
            int radix = rest % 3 == 0 ? 3 : rest % 4 == 0 ? 4 : 2;
            stages.Add(new Stage(radix, stride, Twiddles(rest, radix)));
            (rest, stride) = (rest / radix, stride * radix);
        }

        _stages = [.. stages];
    }

    /// <summary>Transforms in place: the sum over j of x_j exp(-2 pi i j k / n).</summary>
    public void Transform(LaneSequence sequence)
    {
        foreach (Stage stage in _stages)
        {
            switch (stage.Radix)
            {
                case 2:
                    Radix2(sequence, stage);
                    break;
                case 3:
                    Radix3(sequence, stage);
                    break;
                default:
                    Radix4(sequence, stage);
                    break;
            }

            sequence.TakeSpare();
        }
    }

    /// <summary>The inverse without its factor: the sum over j of x_j exp(2 pi i j k / n).</summary>
    public void Invert(LaneSequence sequence)
    {
        sequence.ExchangeParts();
        Transform(sequence);
        sequence.ExchangeParts();
    }

    // Of each butterfly the powers 1 to radix - 1 of its root of unity.
    private static (float Real, float Imaginary)[] Twiddles(int length, int radix)
    {
        int count = length / radix;
        (float, float)[] twiddles = new (float, float)[count * (radix - 1)];
        for (int position = 0; position < count; position++)
        {
            for (int power = 1; power < radix; power++)
            {
                (double cosine, double sine) = RootsOfUnity.At((long)position * power, length);
                twiddles[position * (radix - 1) + power - 1] = ((float)cosine, (float)-sine);
            }
        }

        return twiddles;
    }

    private static void Radix2(LaneSequence sequence, Stage stage)
    {
        (Vector256<float>[] real, Vector256<float>[] imaginary) = (sequence.Real, sequence.Imaginary);
        (Vector256<float>[] toReal, Vector256<float>[] toImaginary) = (sequence.SpareReal, sequence.SpareImaginary);
        int half = real.Length / 2;
        for (int position = 0; position < stage.Twiddles.Length; position++)
        {
            (float r, float i) = stage.Twiddles[position];
            for (int from = position * stage.Stride; from < (position + 1) * stage.Stride; from++)
            {
                int to = from + position * stage.Stride;
                (Vector256<float> a, Vector256<float> b) = (real[from], real[from + half]);
                (Vector256<float> ai, Vector256<float> bi) = (imaginary[from], imaginary[from + half]);
                (toReal[to], toImaginary[to]) = (a + b, ai + bi);
                (toReal[to + stage.Stride], toImaginary[to + stage.Stride]) = Times(a - b, ai - bi, r, i);
            }
        }
    }

    private static void Radix3(LaneSequence sequence, Stage stage)
    {
        (Vector256<float>[] real, Vector256<float>[] imaginary) = (sequence.Real, sequence.Imaginary);
        (Vector256<float>[] toReal, Vector256<float>[] toImaginary) = (sequence.SpareReal, sequence.SpareImaginary);
        int third = real.Length / 3;
        for (int position = 0; position < stage.Twiddles.Length / 2; position++)
        {
            ((float r1, float i1), (float r2, float i2)) = (stage.Twiddles[2 * position], stage.Twiddles[2 * position + 1]);
            for (int from = position * stage.Stride; from < (position + 1) * stage.Stride; from++)
            {
                int to = from + 2 * position * stage.Stride;
                Vector256<float> sum = real[from + third] + real[from + 2 * third];
                Vector256<float> sumI = imaginary[from + third] + imaginary[from + 2 * third];
                Vector256<float> across = (real[from + third] - real[from + 2 * third]) * HalfRootOf3;
                Vector256<float> acrossI = (imaginary[from + third] - imaginary[from + 2 * third]) * HalfRootOf3;
                (Vector256<float> middle, Vector256<float> middleI) = (real[from] - sum * 0.5f, imaginary[from] - sumI * 0.5f);
                (toReal[to], toImaginary[to]) = (real[from] + sum, imaginary[from] + sumI);
                (toReal[to + stage.Stride], toImaginary[to + stage.Stride]) = Times(middle + acrossI, middleI - across, r1, i1);
                (toReal[to + 2 * stage.Stride], toImaginary[to + 2 * stage.Stride]) = Times(middle - acrossI, middleI + across, r2, i2);
            }
        }
    }

    private static void Radix4(LaneSequence sequence, Stage stage)
    {
        (Vector256<float>[] real, Vector256<float>[] imaginary) = (sequence.Real, sequence.Imaginary);
        (Vector256<float>[] toReal, Vector256<float>[] toImaginary) = (sequence.SpareReal, sequence.SpareImaginary);
        (int quarter, int stride) = (real.Length / 4, stage.Stride);
        for (int position = 0; position < stage.Twiddles.Length / 3; position++)
        {
            ((float r1, float i1), (float r2, float i2)) = (stage.Twiddles[3 * position], stage.Twiddles[3 * position + 1]);
            (float r3, float i3) = stage.Twiddles[3 * position + 2];
            for (int from = position * stride; from < (position + 1) * stride; from++)
            {
                int to = from + 3 * position * stride;
                (Vector256<float> a, Vector256<float> b) = (real[from], real[from + quarter]);
                (Vector256<float> c, Vector256<float> d) = (real[from + 2 * quarter], real[from + 3 * quarter]);
                (Vector256<float> ai, Vector256<float> bi) = (imaginary[from], imaginary[from + quarter]);
                (Vector256<float> ci, Vector256<float> di) = (imaginary[from + 2 * quarter], imaginary[from + 3 * quarter]);
                (Vector256<float> even, Vector256<float> evenI, Vector256<float> evenLess, Vector256<float> evenLessI) = (a + c, ai + ci, a - c, ai - ci);
                (Vector256<float> odd, Vector256<float> oddI, Vector256<float> oddLess, Vector256<float> oddLessI) = (b + d, bi + di, b - d, bi - di);
                (toReal[to], toImaginary[to]) = (even + odd, evenI + oddI);
                (toReal[to + stride], toImaginary[to + stride]) = Times(evenLess + oddLessI, evenLessI - oddLess, r1, i1);
                (toReal[to + 2 * stride], toImaginary[to + 2 * stride]) = Times(even - odd, evenI - oddI, r2, i2);
                (toReal[to + 3 * stride], toImaginary[to + 3 * stride]) = Times(evenLess - oddLessI, evenLessI + oddLess, r3, i3);
            }
        }
    }

    private static (Vector256<float> Real, Vector256<float> Imaginary) Times(Vector256<float> real, Vector256<float> imaginary, float r, float i)
        => (real * r - imaginary * i, real * i + imaginary * r);

    private sealed record Stage(int Radix, int Stride, (float Real, float Imaginary)[] Twiddles);
}
