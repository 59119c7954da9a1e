using System.Globalization;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Finds images that lie far from all others: wrong files, other motifs, rare cases.</summary>
/// <remarks>
/// The score is 1 - 2^(-d/m): d is the image's mean cosine distance to its k nearest neighbors, m the median of d over the set. So it is
/// 0.5 in the middle, 0.75 at twice and 0.875 at three times the usual distance, whatever the network. Kuan and Mueller 2022, <i>Back to the
/// basics: revisiting out-of-distribution detection baselines</i>, found the mean distance to be as good as what is more elaborate; cleanlab
/// scores by exp(-d).
/// </remarks>
public static class OutlierFinder
{
    /// <summary>Scores every image, and reports those above the threshold.</summary>
    /// <param name="images">At least two images.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="neighbors">
    /// Neighbors of each image within the set, as <see cref="NeighborGraph.Within"/> finds them, at least as many as the options ask for. Null
    /// searches for them; the result is the same.
    /// </param>
    /// <param name="progress">Gets the number of pairs that are compared, and of all, now and then.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">There is one image only, a vector is not finite, or the neighbors are of other images, or too few.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static OutlierReport Find(
        EmbeddingSet images,
        OutlierOptions? options = null,
        Neighbors? neighbors = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = OptionsGuard.Validate(options ?? new OutlierOptions(), new OutlierOptionsValidator());
        if (images.Count < 2)
            throw new ArgumentException("Expected at least two images, found one.", nameof(images));
        int count = Math.Min(options.NeighborCount, images.Count - 1);
        neighbors = neighbors is null
            ? NeighborGraph.Within(images, count, null, progress, cancellationToken)
            : CurationChecks.NearestWithin(neighbors, images.Count, count);
        double[] distances = [.. Enumerable.Range(0, images.Count).Select(i => MeanDistance(neighbors.Similarities(i)))];
        double median = Median(distances);
        double[] scores = [.. distances.Select(distance => Score(distance, median))];
        IEnumerable<Outlier> outliers = Enumerable.Range(0, images.Count)
            .Where(i => scores[i] >= options.Threshold)
            .OrderByDescending(i => scores[i])
            .Select(i => new Outlier(i, images.GetPath(i), scores[i], distances[i], Reason(distances[i], median, neighbors.Count)));
        return new OutlierReport([.. outliers], scores, median);
    }

    /// <summary>The middle of some numbers, of two middle ones the mean.</summary>
    internal static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double MeanDistance(ReadOnlySpan<float> similarities)
    {
        double sum = 0;
        foreach (float similarity in similarities)
            sum += Math.Max(0, 1 - (double)similarity);
        return sum / similarities.Length;
    }

    // Where most images have twins the median is 0: then every image without one is an outlier.
    private static double Score(double distance, double median) => median > 0
        ? 1 - Math.Pow(2, -distance / median)
        : distance > 0 ? 1 : 0;

    private static string Reason(double distance, double median, int neighbors) => string.Create(
        CultureInfo.InvariantCulture,
        $"mean distance {distance:0.000} to its {neighbors} nearest neighbors, {distance / Math.Max(median, double.Epsilon):0.0} times the usual {median:0.000}");
}
