namespace SimClr.Core.Training;

/// <summary>
/// What happens where a checkpoint cannot be saved: the disk is full, say, or the folder is gone. Older checkpoints stay as they are.
/// </summary>
public enum CheckpointFailureHandling
{
    /// <summary>Training stops with a <see cref="CheckpointException"/>.</summary>
    Throw,

    /// <summary>
    /// Training goes on, with a warning to <see cref="Trainer.Logger"/>; the next checkpoint is tried when it is due.
    /// </summary>
    LogAndContinue,
}
