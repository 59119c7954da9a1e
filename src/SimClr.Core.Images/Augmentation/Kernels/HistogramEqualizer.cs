namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Histogram equalization with 256 levels.</summary>
internal static class HistogramEqualizer
{
    private const int Levels = 256;
    private const int Top = Levels - 1;

    /// <summary>Equalizes one channel; one with a single level stays as it is.</summary>
    public static void Apply(Span<float> plane)
    {
        Span<int> histogram = stackalloc int[Levels];
        histogram.Clear();
        foreach (float value in plane)
            histogram[Level(value)]++;
        int highest = histogram.LastIndexOfAnyExcept(0);
        int step = (plane.Length - histogram[highest]) / Top;
        if (step == 0)
            return;
        Span<float> table = stackalloc float[Levels];
        int below = step / 2;
        for (int level = 0; level < Levels; level++)
        {
            table[level] = Math.Min(below / step, Top) * (1f / Top);
            below += histogram[level];
        }

        foreach (ref float value in plane)
            value = table[Level(value)];
    }

    private static int Level(float value) => (int)(Math.Clamp(value, 0, 1) * Top + 0.5f);
}
