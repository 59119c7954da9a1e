using SimClr.Core.Files;
using SimClr.Core.Interop;
using SimClr.Core.Optimization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Callbacks;

/// <summary>
/// Writes every metric as a TensorBoard scalar; those of the steps under <c>train/</c>. Where the optimizer measures itself
/// (<see cref="IMeasuredOptimizer"/>), what it says is written too.
/// </summary>
public sealed class TensorBoardLog : TrainingCallback
{
    private readonly string _folder;
    private SummaryWriter? _writer;

    /// <summary>Creates the callback.</summary>
    /// <param name="folder">For the event files; created where needed. A relative one is taken from the present working directory.</param>
    public TensorBoardLog(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        _folder = Path.GetFullPath(folder);
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">Files cannot be written to the folder.</exception>
    public override void OnRunStarted(TrainingContext run)
    {
        try
        {
            WritableFolder.Require(_folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            string option = nameof(TrainingOptions.TensorBoardFolder);
            throw new IOException($"{option}: files cannot be written to {_folder}; choose another folder. {exception.Message}", exception);
        }

        _writer = utils.tensorboard.SummaryWriter(_folder);
    }

    /// <inheritdoc/>
    public override void BeforeUpdate(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run is not { IsMeasured: true, Optimizer: IMeasuredOptimizer optimizer })
            return;
        foreach ((string name, double value) in optimizer.Measure())
            Write(name, value, run.Step + 1);
    }

    /// <inheritdoc/>
    public override void OnStepCompleted(TrainingContext run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Report is not { } report)
            return;
        foreach ((string name, double value) in report.Metrics)
            Write(name, value, report.Step);
        // Of the metrics of both, the step's say more.
        foreach ((string name, double value) in report.CompletedEpoch?.Metrics ?? new Dictionary<string, double>())
            if (!report.Metrics.ContainsKey(name))
                Write(name, value, report.Step);
    }

    private void Write(string name, double value, long step)
        => _writer!.add_scalar(name.Contains('/') ? name : $"train/{name}", (float)value, checked((int)step));
}
