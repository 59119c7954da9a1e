using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Callbacks;

/// <summary>Ends a run whose loss is NaN or infinite, and says what was so first.</summary>
/// <remarks>
/// On the CPU a loss can be read at once, while the weights still are what gave it. Elsewhere that would wait for the device, so losses are
/// looked at where a report reads them.
/// </remarks>
internal sealed class FiniteLoss(TrainingRun run, DivergenceDiagnosis diagnosis) : TrainingCallback
{
    private readonly bool _reads = run.Setup.Device.type == DeviceType.CPU;

    public override void OnRunStarted(TrainingContext run) => FiniteParameters.Require(run.Task.Module, "before the first step");

    public override void BeforeUpdate(TrainingContext run)
    {
        if (_reads && run.Loss!.ToSingle() is var loss && !float.IsFinite(loss))
            throw Diverged(loss, run.Step);
    }

    public override void AfterStep(TrainingContext context)
    {
        int bad = Array.FindIndex(run.NewLosses, loss => !float.IsFinite(loss));
        if (bad >= 0)
            throw Diverged(run.NewLosses[bad], run.Steps - run.NewLosses.Length + bad);
    }

    public override void OnRunEnded(TrainingContext run)
        => FiniteParameters.Require(run.Task.Module, $"after step {run.Step} of {run.TotalSteps}");

    private TrainingDivergedException Diverged(float loss, long stepsBefore) => new(
        $"The loss became {loss} at step {stepsBefore + 1} of {run.TotalSteps} (epoch {stepsBefore / run.Plan.StepsPerEpoch + 1}, "
        + $"learning rate {run.Setup.Optimizer.ParamGroups.First().LearningRate:g4}). "
        + diagnosis.Describe(stepsBefore)
        + " Try a lower learning rate, a longer warm-up, a higher temperature, GradientClipNorm, or single precision; "
        + "and check the images for NaN values.");
}
