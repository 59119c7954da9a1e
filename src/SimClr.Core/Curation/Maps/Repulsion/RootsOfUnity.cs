namespace SimClr.Core.Curation.Maps.Repulsion;

/// <summary>Cosines and sines by their series, so with the same bits on every processor and system.</summary>
internal static class RootsOfUnity
{
    private const int Terms = 9;

    /// <summary>cos(2 pi k / n) and sin(2 pi k / n).</summary>
    public static (double Cosine, double Sine) At(long k, int n)
    {
        k %= n;
        long quadrant = 4 * k / n;
        long rest = 4 * k - quadrant * n; // of a right angle, in n-th parts
        (double cosine, double sine) = 2 * rest <= n ? Series(rest, n) : Swapped(Series(n - rest, n));
        return quadrant switch
        {
            0 => (cosine, sine),
            1 => (-sine, cosine),
            2 => (-cosine, -sine),
            _ => (sine, -cosine),
        };
    }

    private static (double Cosine, double Sine) Swapped((double Cosine, double Sine) angle) => (angle.Sine, angle.Cosine);

    private static (double Cosine, double Sine) Series(long part, int n)
    {
        double angle = Math.PI / 2 * part / n;
        double square = angle * angle;
        (double cosine, double sine) = (0, 0);
        for (int term = Terms; term >= 0; term--)
        {
            cosine = 1 - cosine * square / ((2 * term + 1) * (2 * term + 2));
            sine = 1 - sine * square / ((2 * term + 2) * (2 * term + 3));
        }

        return (cosine, sine * angle);
    }
}
