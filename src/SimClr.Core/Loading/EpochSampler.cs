using SimClr.Core.Randomness;

namespace SimClr.Core.Loading;

/// <summary>The order of the images in each epoch: (seed, epoch) to a permutation, cut into batches.</summary>
/// <remarks>Without state: any batch of any epoch can be had again. Thread-safe.</remarks>
public sealed class EpochSampler
{
    private readonly int _count;
    private readonly long _seed;

    /// <summary>Creates a sampler.</summary>
    /// <param name="count">Number of images, at least 0.</param>
    /// <param name="batchSize">Images a batch, at least 1.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="dropLast">Whether images that do not fill the last batch sit the epoch out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative, or the batch size below 1.</exception>
    public EpochSampler(int count, int batchSize, long seed = 0, bool dropLast = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_count, BatchSize, _seed) = (count, batchSize, seed);
        BatchesPerEpoch = dropLast ? count / batchSize : (int)(((long)count + batchSize - 1) / batchSize);
    }

    /// <summary>Images a batch; only a last batch that is kept may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Batches of an epoch.</summary>
    public int BatchesPerEpoch { get; }

    /// <summary>All images in the order of an epoch.</summary>
    /// <param name="epoch">From 0.</param>
    public int[] Permutation(int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _count)];
        new RandomStream(_seed, RandomPurpose.Shuffle, epoch).Shuffle<int>(order);
        return order;
    }

    /// <summary>The batches of an epoch, each with the indices of its images.</summary>
    /// <param name="epoch">From 0.</param>
    public IEnumerable<int[]> Batches(int epoch) => Permutation(epoch).Chunk(BatchSize).Take(BatchesPerEpoch);

    /// <summary>The batches of an epoch, as a <see cref="ViewLoader"/> wants them: with the epoch, so that its views are others.</summary>
    /// <param name="epoch">From 0.</param>
    public IEnumerable<BatchRequest> Requests(int epoch) => Batches(epoch).Select(indices => new BatchRequest(epoch, indices));
}
