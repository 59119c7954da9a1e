using SimClr.Core.Evaluation;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Finds images that show the same picture, in a set or in two.</summary>
/// <remarks>
/// <para>
/// Exact duplicates have the same pixels. Near ones are cropped (to no less than half of width and height), mirrored, resized, compressed
/// anew or have other colors. Candidates are the images that look alike coarsely, as a whole or through one of several windows; or each
/// image's nearest neighbors by their vectors, where vectors are given. Then their pixels decide: one picture is laid over the other, whole
/// or as a part, mirrored or not, where their luma correlates best, and so must its detail.
/// </para>
/// <para>
/// No chains: a duplicate belongs to a group only if it shows the same picture as the image to keep, not as another duplicate. Pictures
/// without any contrast have exact duplicates only. Deterministic, for any number of threads.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// string[] paths = Directory.GetFiles("pictures");
/// DuplicateReport report = DuplicateFinder.Find(ImageInspector.InspectFiles(paths));
/// foreach (DuplicateGroup group in report.Groups)
///     Console.WriteLine($"keep {paths[group.Keep]}, remove {group.Duplicates.Count}");
/// </code>
/// </example>
public static class DuplicateFinder
{
    /// <summary>Exact duplicates by what the pixels say, without vectors. Files must be the same byte by byte if files were inspected.</summary>
    /// <param name="images">Facts of the images of one set.</param>
    public static DuplicateReport FindExact(IReadOnlyList<ImageFacts> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new DuplicateReport(DuplicateGrouping.Group(images, []), null);
    }

    /// <summary>Exact and near duplicates within a set, by what the pixels say. Needs no vectors, no network and no libtorch.</summary>
    /// <remarks>Every two images are compared coarsely, so the time grows with the square of their number: see docs/curation.md.</remarks>
    /// <param name="images">Facts of the images of one set. Images that cannot be decoded are left aside.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="progress">Gets the number of pairs that are compared coarsely, and of all, then of pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static DuplicateReport Find(
        IReadOnlyList<ImageFacts> images,
        DuplicateOptions? options = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = OptionsGuard.Validate(options ?? new DuplicateOptions(), new DuplicateOptionsValidator());
        return images.Count < 2
            ? FindExact(images)
            : Report(images, CandidatePairs.ByWindows(images, options.NeighborCount, progress, cancellationToken), options, progress, cancellationToken);
    }

    /// <summary>Exact and near duplicates within a set, among the nearest neighbors by their vectors.</summary>
    /// <param name="images">Vectors and facts. Images that cannot be decoded are left aside.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="neighbors">
    /// Neighbors of each image within the set, as <see cref="NeighborGraph.Within"/> finds them, at least as many as the options ask for. Null
    /// searches for them; the result is the same.
    /// </param>
    /// <param name="progress">Gets the number of pairs of vectors that are compared, and of all, then of pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A vector is not finite, or the neighbors are of other images, or too few.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static DuplicateReport Find(
        InspectedImages images,
        DuplicateOptions? options = null,
        Neighbors? neighbors = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = OptionsGuard.Validate(options ?? new DuplicateOptions(), new DuplicateOptionsValidator());
        if (images.Count < 2)
            return FindExact(images.Facts);
        int count = Math.Min(options.NeighborCount, images.Count - 1);
        neighbors = neighbors is null
            ? NeighborGraph.Within(images.Embeddings, count, null, progress, cancellationToken)
            : CurationChecks.NearestWithin(neighbors, images.Count, count);
        return Report(images.Facts, CandidatePairs.Within(images.Facts, neighbors), options, progress, cancellationToken);
    }

    /// <summary>Test images that the training set has too, exactly or nearly, by what the pixels say.</summary>
    /// <param name="train">Facts of the training set, at least one image.</param>
    /// <param name="test">Of the test set, at least one.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="progress">Gets the number of pairs that are compared coarsely, and of all, then of pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static LeakReport FindLeaks(
        IReadOnlyList<ImageFacts> train,
        IReadOnlyList<ImageFacts> test,
        DuplicateOptions? options = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        options = OptionsGuard.Validate(options ?? new DuplicateOptions(), new DuplicateOptionsValidator());
        CandidatePairs candidates = CandidatePairs.ByWindows(test, train, options.NeighborCount, progress, cancellationToken);
        return Leaks(train, test, candidates, options, progress, cancellationToken);
    }

    /// <summary>Test images that the training set has too, exactly or nearly, among the nearest neighbors by their vectors.</summary>
    /// <param name="train">Vectors and facts of the training set.</param>
    /// <param name="test">Of the test set, by the same model.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="neighbors">
    /// Neighbors of each test image in the training set, as <see cref="NeighborGraph.Between"/> finds them, at least as many as the options
    /// ask for. Null searches for them; the result is the same.
    /// </param>
    /// <param name="progress">Gets the number of pairs of vectors that are compared, and of all, then of pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">
    /// The vectors are of different models or dimensions, one is not finite, or the neighbors are of other images, or too few.
    /// </exception>
    /// <inheritdoc cref="Find(InspectedImages, DuplicateOptions, Neighbors, IProgress{ValueTuple{long, long}}, CancellationToken)" path="/exception[not(contains(@cref, 'ArgumentException'))]"/>
    public static LeakReport FindLeaks(
        InspectedImages train,
        InspectedImages test,
        DuplicateOptions? options = null,
        Neighbors? neighbors = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        options = OptionsGuard.Validate(options ?? new DuplicateOptions(), new DuplicateOptionsValidator());
        int count = Math.Min(options.NeighborCount, train.Count);
        CurationChecks.RequireComparable(test.Embeddings, train.Embeddings);
        neighbors = neighbors is null
            ? NeighborGraph.Between(test.Embeddings, train.Embeddings, count, null, progress, cancellationToken)
            : CurationChecks.NearestBetween(neighbors, test.Count, train.Count, count);
        return Leaks(train.Facts, test.Facts, CandidatePairs.Between(test.Facts, train.Facts, neighbors), options, progress, cancellationToken);
    }

    private static DuplicateReport Report(
        IReadOnlyList<ImageFacts> images,
        CandidatePairs candidates,
        DuplicateOptions options,
        IProgress<(long Done, long All)>? progress,
        CancellationToken cancellationToken)
    {
        (DuplicatePair[] pairs, SimilarityThreshold threshold) = new PairCheck(images, images, options).Run(candidates, progress, cancellationToken);
        return new DuplicateReport(DuplicateGrouping.Group(images, pairs), threshold);
    }

    private static LeakReport Leaks(
        IReadOnlyList<ImageFacts> train,
        IReadOnlyList<ImageFacts> test,
        CandidatePairs candidates,
        DuplicateOptions options,
        IProgress<(long Done, long All)>? progress,
        CancellationToken cancellationToken)
    {
        (DuplicatePair[] pairs, SimilarityThreshold threshold) = new PairCheck(test, train, options).Run(candidates, progress, cancellationToken);
        IEnumerable<DuplicatePair> leaks = pairs.Concat(SameDigest(test, train)).GroupBy(pair => pair.First)
            .Select(ofTest => ofTest.OrderBy(pair => pair.Kind).ThenByDescending(pair => pair.Correlation).ThenBy(pair => pair.Second).First());
        return new LeakReport([.. leaks.OrderBy(pair => pair.First)], threshold);
    }

    // However many copies there are, these do not depend on the number of neighbors.
    private static IEnumerable<DuplicatePair> SameDigest(IReadOnlyList<ImageFacts> test, IReadOnlyList<ImageFacts> train)
    {
        Dictionary<string, int> known = [];
        for (int i = train.Count - 1; i >= 0; i--)
        {
            if (train[i].Problem is null)
                known[train[i].Digest] = i;
        }

        return from index in Enumerable.Range(0, test.Count)
               where test[index].Problem is null && known.ContainsKey(test[index].Digest)
               select new DuplicatePair(index, known[test[index].Digest], DuplicateKind.Exact, 1);
    }
}
