using SimClr.Core.Evaluation;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Finds images that show the same picture, in a set or in two.</summary>
/// <remarks>
/// <para>
/// Exact duplicates have the same pixels. Near ones are cropped (to no less than half of width and height), mirrored, resized, compressed
/// anew or have other colors. Candidates are each image's nearest neighbors by their vectors. Then their pixels decide: one picture is laid
/// over the other, whole or as a part, mirrored or not, where their luma correlates best, and so must its detail.
/// </para>
/// <para>
/// No chains: a duplicate belongs to a group only if it shows the same picture as the image to keep, not as another duplicate. Pictures
/// without any contrast have exact duplicates only. Deterministic, for any number of threads.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using EmbeddingSet embeddings = EmbeddingSet.Load("vectors.npz");
/// string[] paths = [.. Enumerable.Range(0, embeddings.Count).Select(i => embeddings.GetPath(i)!)];
/// DuplicateReport report = DuplicateFinder.Find(new InspectedImages(embeddings, ImageInspector.InspectFiles(paths)));
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

    /// <summary>Exact and near duplicates within a set.</summary>
    /// <param name="images">Vectors and facts. Images that cannot be decoded are left aside.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="progress">Gets the number of pairs of vectors that are compared, and of all, then of pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">A vector is not finite.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    public static DuplicateReport Find(
        InspectedImages images,
        DuplicateOptions? options = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        options = OptionsGuard.Validate(options ?? new DuplicateOptions(), new DuplicateOptionsValidator());
        if (images.Count < 2)
            return FindExact(images.Facts);
        Neighbors neighbors = NeighborGraph.Within(
            images.Embeddings, Math.Min(options.NeighborCount, images.Count - 1), null, progress, cancellationToken);
        CandidatePairs candidates = CandidatePairs.Within(images.Facts, neighbors);
        (DuplicatePair[] pairs, SimilarityThreshold threshold) = new PairCheck(images.Facts, images.Facts, options).Run(candidates, progress, cancellationToken);
        return new DuplicateReport(DuplicateGrouping.Group(images.Facts, pairs), threshold);
    }

    /// <summary>Test images that the training set has too, exactly or nearly.</summary>
    /// <param name="train">Vectors and facts of the training set.</param>
    /// <param name="test">Of the test set, by the same model.</param>
    /// <param name="options">Null takes the defaults.</param>
    /// <param name="progress">Gets the number of pairs of vectors that are compared, and of all, then of pictures.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <exception cref="ArgumentException">The vectors are of different models or dimensions, or one is not finite.</exception>
    /// <inheritdoc cref="Find" path="/exception[not(contains(@cref, 'ArgumentException'))]"/>
    public static LeakReport FindLeaks(
        InspectedImages train,
        InspectedImages test,
        DuplicateOptions? options = null,
        IProgress<(long Done, long All)>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        options = OptionsGuard.Validate(options ?? new DuplicateOptions(), new DuplicateOptionsValidator());
        Neighbors neighbors = NeighborGraph.Between(
            test.Embeddings, train.Embeddings, Math.Min(options.NeighborCount, train.Count), null, progress, cancellationToken);
        CandidatePairs candidates = CandidatePairs.Between(test.Facts, train.Facts, neighbors);
        (DuplicatePair[] pairs, SimilarityThreshold threshold) = new PairCheck(test.Facts, train.Facts, options).Run(candidates, progress, cancellationToken);
        IEnumerable<DuplicatePair> leaks = pairs.Concat(SameDigest(test.Facts, train.Facts)).GroupBy(pair => pair.First)
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
