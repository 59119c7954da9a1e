using SimClr.Core.Data;
using SimClr.Core.Optimization;

namespace SimClr.Core.Training;

/// <summary>How many steps a run has, and which images each of them sees.</summary>
internal sealed class TrainingPlan
{
    private readonly TrainingOptions _options;
    private readonly int _images;
    private readonly EpochSampler _sampler;

    /// <param name="options">Of the run.</param>
    /// <param name="images">Images of the source.</param>
    /// <param name="microBatchSize">Images that go through the network together.</param>
    /// <param name="leftOut">A remark on files that the source left out, for the message that too few are left.</param>
    public TrainingPlan(TrainingOptions options, int images, int microBatchSize, string leftOut = "")
    {
        _options = options;
        _images = images;
        MicroBatchSize = microBatchSize;
        _sampler = new EpochSampler(images, options.BatchSize, options.Seed, options.DropLastBatch);
        if (_sampler.BatchesPerEpoch == 0)
        {
            throw new ArgumentException(
                $"The source has {images} images{leftOut}, fewer than one batch of {options.BatchSize}: "
                + "choose a smaller BatchSize or set DropLastBatch to false.");
        }
    }

    /// <summary>Images that go through the network together.</summary>
    public int MicroBatchSize { get; }

    public int StepsPerEpoch => _sampler.BatchesPerEpoch;

    public long TotalSteps => (long)StepsPerEpoch * _options.Epochs;

    /// <summary>Images of a step; only an epoch's last batch may be smaller than the others.</summary>
    public int BatchSize(long step)
    {
        bool partial = !_options.DropLastBatch && step % StepsPerEpoch == StepsPerEpoch - 1;
        return partial ? _images - (StepsPerEpoch - 1) * _options.BatchSize : _options.BatchSize;
    }

    /// <summary>Micro-batches of a step.</summary>
    public int MicroBatches(long step) => (BatchSize(step) + MicroBatchSize - 1) / MicroBatchSize;

    /// <summary>The micro-batches of a run in the order in which its steps take them.</summary>
    /// <param name="start">Steps done before.</param>
    public IEnumerable<BatchRequest> Requests(long start = 0)
    {
        (int begun, int done) = ((int)(start / StepsPerEpoch), (int)(start % StepsPerEpoch));
        return from epoch in Enumerable.Range(begun, _options.Epochs - begun)
               from batch in _sampler.Batches(epoch).Skip(epoch == begun ? done : 0)
               from indices in GradientCache.Passes(batch.Chunk(MicroBatchSize).ToArray())
               select new BatchRequest(epoch, indices);
    }

    /// <summary>Linear warm-up, then cosine to zero at the end of the run (paper, appendix B.6).</summary>
    public LearningRateSchedule DefaultSchedule(double peak)
        => new WarmupCosineSchedule(peak, (long)Math.Round(_options.EffectiveWarmupEpochs * StepsPerEpoch), TotalSteps);
}
