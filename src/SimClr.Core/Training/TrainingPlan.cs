using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Optimization;
using SimClr.Core.Training.Ranks;

namespace SimClr.Core.Training;

/// <summary>How many steps a run has, and which images each of them sees.</summary>
internal sealed class TrainingPlan
{
    /// <summary>Why one image cannot be trained on.</summary>
    public const string SingleImage =
        "The source has 1 image: a contrastive loss compares it with the other images of its batch, so at least 2 are needed.";

    private readonly TrainingOptions _options;
    private readonly EpochSampler _sampler;
    private readonly int _minimumBatchSize;

    /// <param name="options">Of the run.</param>
    /// <param name="images">Images of the source.</param>
    /// <param name="views">Views of each image.</param>
    /// <param name="microBatchSize">Images that go through the network together.</param>
    /// <param name="minimumBatchSize">Images below which a batch does not count.</param>
    /// <param name="leftOut">A remark on files that the source left out, for the message that too few are left.</param>
    public TrainingPlan(
        TrainingOptions options, int images, int views, int microBatchSize, int minimumBatchSize = 2, string leftOut = "")
    {
        _options = options;
        Images = images;
        Views = views;
        MicroBatchSize = microBatchSize;
        _minimumBatchSize = minimumBatchSize;
        _sampler = new EpochSampler(images, options.BatchSize, options.Seed, options.DropLastBatch);
        if (images == 1 && minimumBatchSize > 1)
            throw new ArgumentException(SingleImage);
        if (_sampler.BatchesPerEpoch == 0)
        {
            throw new ArgumentException(
                $"The source has {images} images{leftOut}, fewer than one batch of {options.BatchSize}: "
                + "choose a smaller BatchSize or set DropLastBatch to false.");
        }
    }

    /// <summary>Which images of each micro-batch are this process's; all by default.</summary>
    /// <exception cref="ArgumentException">A micro-batch has fewer images than there are ranks.</exception>
    public RankShard Shard
    {
        get;
        init
        {
            field = value;
            int smallest = Math.Min(SmallestMicroBatch(UsualBatchSize), LeftOver > 0 ? SmallestMicroBatch(LeftOver) : UsualBatchSize);
            if (smallest < value.Ranks)
            {
                throw new ArgumentException(
                    $"Expected at least one image of every micro-batch for each of {value.Ranks} ranks, found a micro-batch of {smallest}: "
                    + $"choose another {nameof(TrainingOptions.BatchSize)} or {nameof(TrainingOptions.MicroBatchSize)}, "
                    + $"or {nameof(TrainingOptions.DropLastBatch)} = true.");
            }
        }
    } = RankShard.Whole;

    /// <summary>Images of an epoch, left-over ones included.</summary>
    public int Images { get; }

    /// <summary>Views of each image.</summary>
    public int Views { get; }

    public int Epochs => _options.Epochs;

    /// <summary>Images that go through the network together.</summary>
    public int MicroBatchSize { get; }

    public int StepsPerEpoch => _sampler.BatchesPerEpoch;

    public long TotalSteps => (long)StepsPerEpoch * _options.Epochs;

    /// <summary>Images of a step; only an epoch's last batch may be smaller than the others.</summary>
    public int BatchSize(long step)
    {
        bool partial = !_options.DropLastBatch && step % StepsPerEpoch == StepsPerEpoch - 1;
        return partial ? Images - (StepsPerEpoch - 1) * _options.BatchSize : _options.BatchSize;
    }

    /// <summary>Images of an epoch's left-over batch; 0 where all its batches are full, or it has only that one.</summary>
    public int LeftOver => StepsPerEpoch > 1 && BatchSize(StepsPerEpoch - 1) is { } last && last < _options.BatchSize ? last : 0;

    /// <summary>Images of the batches that figures are taken from.</summary>
    public int UsualBatchSize => BatchSize(0);

    /// <summary>Whether a step's batch is smaller than the epoch's others.</summary>
    public bool IsLeftOver(long step) => LeftOver > 0 && step % StepsPerEpoch == StepsPerEpoch - 1;

    /// <summary>How much a step's loss counts, 1 being a full batch; a batch below the task's minimum does not count.</summary>
    public double Weight(long step)
        => BatchSize(step) is var images && images >= _minimumBatchSize ? images / (double)_options.BatchSize : 0;

    /// <summary>Micro-batches of a step.</summary>
    public int MicroBatches(long step) => (BatchSize(step) + MicroBatchSize - 1) / MicroBatchSize;

    /// <summary>What a run asks its loader for: the micro-batches of each step, in the order in which the step takes them.</summary>
    /// <param name="start">Steps done before.</param>
    /// <param name="end">Steps done after them, at least as many.</param>
    public IEnumerable<BatchRequest> Requests(long start, long end)
        => Enumerable.Range((int)(start / StepsPerEpoch), (int)((end + StepsPerEpoch - 1) / StepsPerEpoch - start / StepsPerEpoch))
            .SelectMany(StepsOf)
            .Skip((int)(start % StepsPerEpoch))
            .Take((int)Math.Min(end - start, int.MaxValue))
            .SelectMany(step => MicroBatchOrder.Of([.. step.Select(Shard.Of)]));

    /// <summary>The micro-batches of one step, each once.</summary>
    public IReadOnlyList<BatchRequest> MicroBatchesOf(long step)
        => [.. StepsOf((int)(step / StepsPerEpoch)).ElementAt((int)(step % StepsPerEpoch)).Select(Shard.Of)];

    private int SmallestMicroBatch(int images) => (images - 1) % MicroBatchSize + 1;

    private IEnumerable<BatchRequest[]> StepsOf(int epoch)
        => _sampler.Batches(epoch).Select(batch => batch.Chunk(MicroBatchSize).Select(indices => new BatchRequest(epoch, indices)).ToArray());

    /// <summary>Linear warm-up, then cosine to zero at the end of the run (paper, section 2.3).</summary>
    public LearningRateSchedule DefaultSchedule(double peak)
        => new WarmupCosineSchedule(peak, (long)Math.Round(_options.EffectiveWarmupEpochs * StepsPerEpoch), TotalSteps);
}
