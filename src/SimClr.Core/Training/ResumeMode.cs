namespace SimClr.Core.Training;

/// <summary>Whether a run goes on from a checkpoint.</summary>
public enum ResumeMode
{
    /// <summary>The run begins anew; a folder that holds checkpoints already is refused, so that no run overwrites another.</summary>
    Never,

    /// <summary>The run goes on from the newest checkpoint; without one it begins.</summary>
    IfPresent,

    /// <summary>The run goes on from the newest checkpoint; without one it is refused.</summary>
    Required,

    /// <summary>The run begins anew, and the folder's checkpoints are deleted at once.</summary>
    StartOver,
}
