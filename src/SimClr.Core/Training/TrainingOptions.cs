using System.ComponentModel.DataAnnotations;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Validation;

namespace SimClr.Core.Training;

/// <summary>Options of a <see cref="ContrastiveTrainer"/>.</summary>
public sealed class TrainingOptions : IValidatableObject
{
    /// <summary>Passes over the images. Default 100, as in most of the paper's studies. Range 1 to 1,000,000.</summary>
    [InRange(1, 1_000_000)]
    public int Epochs { get; set; } = 100;

    /// <summary>N, images a step; the network sees 2N views. Default 256 (the smallest of figure 9). Range 2 to 1,048,576.</summary>
    [InRange(2, 1 << 20)]
    public int BatchSize { get; set; } = 256;

    /// <summary>
    /// Images that go through the network together; the gradient is that of the whole batch (gradient caching, Gao et al. 2021) but for
    /// batch norm, which sees micro-batches. Saves memory, costs a second forward pass. Default null: the whole batch, or what
    /// <see cref="MicroBatchBudgetBytes"/> allows. Range 2 to 1,048,576.
    /// </summary>
    [InRange(2, 1 << 20)]
    public int? MicroBatchSize { get; set; }

    /// <summary>
    /// Chooses <see cref="MicroBatchSize"/>: the largest whose activations take at most these bytes by <see cref="ActivationMemory"/>'s estimate,
    /// which a machine always gives alike. Default null: no choice is made. At least 1; not together with <see cref="MicroBatchSize"/>.
    /// </summary>
    [InRange(1, long.MaxValue)]
    public long? MicroBatchBudgetBytes { get; set; }

    /// <summary>Determines initial weights, shuffling and augmentation. Default 0; any value.</summary>
    public long Seed { get; set; }

    /// <summary>
    /// Epochs of linear learning-rate warm-up. Default null: 10 as in the paper (section 2.3), or a tenth of a run shorter than 100
    /// epochs. Range 0 to <see cref="Epochs"/>.
    /// </summary>
    [InRange(0.0, 1_000_000.0)]
    public double? WarmupEpochs { get; set; }

    /// <summary>
    /// True, the default: images that do not fill the last batch of an epoch sit out; the next epoch shuffles anew. False: they are a batch
    /// of their own, which counts in the epoch's loss for as many images as it has and in no other figure, since in a smaller batch a
    /// partner is found more easily. A left-over batch of one image has no negatives: it teaches nothing, and the logger has a warning.
    /// </summary>
    public bool DropLastBatch { get; set; } = true;

    /// <summary>Threads that make views; results do not depend on it. Default 0: one per processor. Range 0 to 1024.</summary>
    [InRange(0, 1024)]
    public int Workers { get; set; }

    /// <summary>Batches of views made ahead of the model. Default 2; range 1 to 64.</summary>
    [InRange(1, 64)]
    public int PrefetchBatches { get; set; } = 2;

    /// <summary>
    /// Steps between reports of progress; losses are read from the device, and checked for NaN and infinity, at these reports only (on the
    /// CPU, where reading waits for nothing, they are checked at every step). Default 10; range 1 to 1,000,000.
    /// </summary>
    [InRange(1, 1_000_000)]
    public int LogEverySteps { get; set; } = 10;

    /// <summary>What happens where an image cannot be read in the midst of the run. Default: training stops.</summary>
    [Defined]
    public UnreadableImages UnreadableImages { get; set; } = UnreadableImages.Throw;

    /// <summary>
    /// Largest L2 norm of the whole gradient; larger ones are scaled down. Default null: no clipping. Range 1e-30 to 1e30.
    /// </summary>
    [InRange(1e-30, 1e30)]
    public double? GradientClipNorm { get; set; }

    /// <summary>
    /// Folder for TensorBoard event files; created where needed: loss, accuracy, learning rate, speed, and the trust ratio of every layer
    /// where the optimizer is LARS. A relative one is taken from the working directory of the moment in which the trainer or pipeline is
    /// made. Default null: none are written.
    /// </summary>
    public string? TensorBoardFolder { get; set; }

    /// <summary>
    /// True, the default: on Linux, freed memory is kept for the next step, because a step frees and allocates the same activations again
    /// and again. At the end of the run it goes back to the system. Elsewhere it does nothing.
    /// </summary>
    /// <remarks>
    /// On x86-64 all of libtorch's blocks of 64 KiB and more come from a heap of the library's own from then on, for the whole process
    /// (docs/decisions/0010-memory-of-a-step.md). Where that cannot be had, glibc is told to keep freed memory (mallopt).
    /// </remarks>
    public bool TuneAllocator { get; set; } = true;

    /// <summary>
    /// True: frozen modules, that is those with parameters none of which requires a gradient, run in evaluation mode during the training:
    /// their batch norms use and keep their running statistics, and their dropout is off. False, the default, as in torch: freezing stops
    /// the weights only; batch norm still takes the batch's statistics and moves its running ones.
    /// </summary>
    public bool FrozenLayersInEvaluationMode { get; set; }

    internal double EffectiveWarmupEpochs => WarmupEpochs ?? Math.Min(10, Epochs / 10.0);

    internal ViewLoaderOptions Loading()
        => new() { Workers = Workers, PrefetchBatches = PrefetchBatches, UnreadableImages = UnreadableImages };

    internal TrainingOptions Copy()
    {
        TrainingOptions copy = (TrainingOptions)MemberwiseClone();
        copy.TensorBoardFolder = copy.TensorBoardFolder is { } folder ? Path.GetFullPath(folder) : null;
        return copy;
    }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (WarmupEpochs is { } warmup && warmup > Epochs)
        {
            yield return new ValidationResult(
                $"the warm-up of {warmup} epochs must not be longer than the run of {Epochs} epochs.", [nameof(WarmupEpochs)]);
        }

        if (TensorBoardFolder is { } folder && string.IsNullOrWhiteSpace(folder))
            yield return new ValidationResult("expected a folder, or null for none; found an empty name.", [nameof(TensorBoardFolder)]);
        if (this is { MicroBatchSize: not null, MicroBatchBudgetBytes: not null })
            yield return new ValidationResult("it chooses MicroBatchSize, so only one of them can be set.", [nameof(MicroBatchBudgetBytes)]);
    }
}
