namespace SimClr.Core.Curation;

/// <summary>How many pairs of neighbors have which similarity.</summary>
/// <param name="Start">Lower end of the first bin.</param>
/// <param name="Width">Of a bin.</param>
/// <param name="Same">Pairs that the pixels say are the same picture, by bin.</param>
/// <param name="Different">The other pairs, by bin.</param>
public sealed record SimilarityHistogram(double Start, double Width, IReadOnlyList<int> Same, IReadOnlyList<int> Different)
{
    private const int Bins = 50;

    /// <summary>Counts pairs.</summary>
    internal static SimilarityHistogram Of(IReadOnlyCollection<double> same, IReadOnlyCollection<double> different)
    {
        double least = same.Concat(different).DefaultIfEmpty(0).Min();
        double start = Math.Floor(least * Bins) / Bins, width = (1 - start) / Bins;
        // Vectors that are all the same.
        if (width <= 0)
            (start, width) = (0, 1.0 / Bins);
        return new SimilarityHistogram(start, width, Count(same), Count(different));

        int[] Count(IReadOnlyCollection<double> similarities)
        {
            int[] counts = new int[Bins];
            foreach (double similarity in similarities)
                counts[Math.Clamp((int)((similarity - start) / width), 0, Bins - 1)]++;
            return counts;
        }
    }
}
