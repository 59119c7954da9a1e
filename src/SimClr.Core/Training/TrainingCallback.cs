namespace SimClr.Core.Training;

/// <summary>
/// Something done in the course of a training run: measure, log, save, change the learning rate, stop. Derive from it and override what
/// is needed; each hook does nothing by default.
/// </summary>
/// <remarks>
/// <para>Hooks run on the training thread, in the order in which the callbacks were added, before those of the library that save and
/// report. Where one throws, a checkpoint is saved if the run has any, and the run ends with that exception; only
/// <see cref="BeforeUpdate"/>, in the midst of a step, saves nothing.</para>
/// <para>Each hook is called within a dispose scope of its own: tensors that it makes may be left to it, and one that is to last needs
/// <c>DetachFromDisposeScope()</c>. Operations on parameters that should not be part of a graph stand in <c>torch.no_grad()</c>.</para>
/// <para>A callback that remembers something from step to step should also implement <see cref="IStatefulCallback"/>, so that a run that
/// resumes goes on exactly.</para>
/// </remarks>
public abstract class TrainingCallback
{
    /// <summary>Before the first step; a run that resumes has loaded its checkpoint.</summary>
    public virtual void OnRunStarted(TrainingContext run)
    {
    }

    /// <summary>Within each step, between gradient and update. A learning rate set here holds for this update.</summary>
    public virtual void BeforeUpdate(TrainingContext run)
    {
    }

    /// <summary>After each update of the weights.</summary>
    public virtual void AfterStep(TrainingContext run)
    {
    }

    /// <summary>
    /// After each epoch's last step. Metrics added here belong to the epoch; <see cref="TrainingContext.EpochMetrics"/> has those of its
    /// steps and those that callbacks before this one have added here.
    /// </summary>
    public virtual void AfterEpoch(TrainingContext run)
    {
    }

    /// <summary>
    /// At the end of each step, once all that belongs to it is measured. <see cref="TrainingContext.Report"/> is there where one is due:
    /// every <see cref="TrainingOptions.LogEverySteps"/> steps and at the end of each epoch.
    /// </summary>
    public virtual void OnStepCompleted(TrainingContext run)
    {
    }

    /// <summary>After the last step, be it the planned one or that after which the run was stopped or canceled.</summary>
    public virtual void OnRunEnded(TrainingContext run)
    {
    }

    /// <summary>Where a callback has thrown, the run ends with its exception; for saving what there is.</summary>
    public virtual void OnRunFailed(TrainingContext run, Exception failure)
    {
    }
}
