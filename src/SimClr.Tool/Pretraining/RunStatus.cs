namespace SimClr.Tool.Pretraining;

/// <summary>How a run stands.</summary>
internal enum RunStatus
{
    /// <summary>It trains; or it was killed, if its record has not been written for a minute.</summary>
    Training,

    Done,

    /// <summary>Ended early by the user; its last checkpoint is there.</summary>
    Canceled,

    Failed,
}
