using System.ComponentModel.DataAnnotations;
using SimClr.Core.Validation;

namespace SimClr.Core.Training;

/// <summary>When a <see cref="ContrastiveTrainer"/> saves checkpoints, where, and whether it goes on from one.</summary>
/// <remarks>A checkpoint is always saved at the end of a run and where it is cancelled.</remarks>
public sealed class CheckpointOptions
{
    /// <summary>
    /// Folder of one run's checkpoints; created where needed. A relative one is taken from the working directory of the moment in which the
    /// trainer or pipeline is made. Default <c>checkpoints</c>.
    /// </summary>
    [Required]
    public string Folder { get; set; } = "checkpoints";

    /// <summary>Epochs between checkpoints; null for none at epochs. Default 1; range 1 to 1,000,000.</summary>
    [InRange(1, 1_000_000)]
    public int? EveryEpochs { get; set; } = 1;

    /// <summary>Optimiser steps between checkpoints, besides those at epochs. Default null: none. Range 1 to 1 billion.</summary>
    [InRange(1, 1_000_000_000)]
    public int? EverySteps { get; set; }

    /// <summary>Checkpoints that stay; older ones are deleted once a new one is on the disk. Default 3; range 1 to 1,000,000.</summary>
    [InRange(1, 1_000_000)]
    public int Keep { get; set; } = 3;

    /// <summary>What happens where a checkpoint cannot be saved. Default: training stops; without a logger nobody would know.</summary>
    [Defined]
    public CheckpointFailureHandling OnFailure { get; set; } = CheckpointFailureHandling.Throw;

    /// <summary>Whether a run goes on from the folder's newest checkpoint. Default: no, and a folder that holds any is refused.</summary>
    [Defined]
    public ResumeMode Resume { get; set; } = ResumeMode.Never;

    /// <summary>
    /// True allows a run that resumes to have more epochs than the one that was saved. Default false: a schedule that ends with the run, as
    /// the default one does, has another learning rate at every step then, so the weights are not those of either run alone.
    /// </summary>
    public bool AllowMoreEpochs { get; set; }

    internal CheckpointOptions Copy()
    {
        CheckpointOptions copy = (CheckpointOptions)MemberwiseClone();
        copy.Folder = Path.GetFullPath(copy.Folder);
        return copy;
    }
}
