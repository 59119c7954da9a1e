namespace SimClr.Core.Training.Callbacks;

/// <summary>Hands each report to an <see cref="IProgress{T}"/>.</summary>
internal sealed class ProgressReports(IProgress<TrainingProgress> progress) : TrainingCallback
{
    public override void OnStepCompleted(TrainingContext run)
    {
        if (run.Report is { } report)
            progress.Report(report);
    }
}
