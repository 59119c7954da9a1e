using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training.Callbacks;

/// <summary>Writes down which hooks are called, and does something in them.</summary>
internal sealed class Recorder : TrainingCallback
{
    public List<string> Calls { get; } = [];

    public Action<string, TrainingContext> Act { get; init; } = (_, _) => { };

    public Exception? Failure { get; private set; }

    public override void OnRunStarted(TrainingContext run) => Note("started", run);

    public override void BeforeUpdate(TrainingContext run) => Note("update", run);

    public override void AfterStep(TrainingContext run) => Note("step", run);

    public override void AfterEpoch(TrainingContext run) => Note("epoch", run);

    public override void OnStepCompleted(TrainingContext run) => Note("completed", run);

    public override void OnRunEnded(TrainingContext run) => Note("ended", run);

    public override void OnRunFailed(TrainingContext run, Exception failure)
    {
        Failure = failure;
        Note("failed", run);
    }

    private void Note(string hook, TrainingContext run)
    {
        Calls.Add($"{hook} {run.Step}");
        Act(hook, run);
    }
}
