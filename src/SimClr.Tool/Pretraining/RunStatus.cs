namespace SimClr.Tool.Pretraining;

/// <summary>How a run stands.</summary>
internal enum RunStatus
{
    /// <summary>It trains; or it was killed, see <see cref="RunRecord.StatusAt"/>.</summary>
    Training,

    Done,

    /// <summary>Ended early by the user; its last checkpoint is there.</summary>
    Canceled,

    Failed,

    /// <summary>Killed while it trained. No record says so itself.</summary>
    Died,
}
