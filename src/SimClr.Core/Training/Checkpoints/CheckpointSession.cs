using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>Saves the checkpoints of a running training, and takes it up again from one.</summary>
internal sealed class CheckpointSession : IDisposable
{
    private readonly CheckpointOptions _options;
    private readonly CheckpointFolder _folder;
    private readonly SimClrModel _model;
    private readonly TrainingState _state;
    private readonly JsonObject _run;
    private readonly TrainingPlan _plan;
    private readonly ILogger _logger;
    private long _safeSteps;

    /// <exception cref="NotSupportedException">The state of the optimiser or the model cannot be saved.</exception>
    public CheckpointSession(CheckpointOptions options, TrainingParts parts, TrainingPlan plan, ILogger logger)
    {
        (_options, _plan, _logger) = (options, plan, logger);
        _folder = new CheckpointFolder(options.Folder, options.Keep);
        _model = parts.Model;
        _state = TrainingState.Of(parts.Model, parts.Optimizer);
        _run = RunDescription.Of(parts, plan.MicroBatchSize);
    }

    /// <summary>Brings model, optimiser and bookkeeping to where the newest checkpoint is, if the options want it.</summary>
    /// <exception cref="CheckpointException">
    /// There is none where one is required, or one where none should be; it is damaged or another run's; another training uses the folder.
    /// </exception>
    /// <exception cref="SafeTensorsException">The file is damaged.</exception>
    public void Resume(TrainingRun run)
    {
        _folder.Lock();
        string? newest = _folder.Newest;
        if (_options.Resume == ResumeMode.Never && newest is not null)
        {
            throw new CheckpointException(
                $"{_options.Folder} holds checkpoints already, up to {Path.GetFileName(newest)}: "
                + $"go on from it ({nameof(CheckpointOptions)}.{nameof(CheckpointOptions.Resume)} = {nameof(ResumeMode)}.{nameof(ResumeMode.IfPresent)}), "
                + $"delete them ({nameof(ResumeMode.StartOver)}), or choose another folder.");
        }

        if (_options.Resume == ResumeMode.Required && newest is null)
            throw new CheckpointException($"{_options.Folder} holds no checkpoint to go on from.");
        if (newest is not null && _options.Resume != ResumeMode.StartOver)
        {
            GoOn(run, newest);
            return;
        }

        RequireWritable();
        if (_options.Resume == ResumeMode.StartOver)
            _folder.Clear();
    }

    /// <summary>Saves where one is due after a step.</summary>
    public void AfterStep(TrainingRun run)
    {
        bool epochDue = _options.EveryEpochs is { } epochs && run.Steps % ((long)epochs * _plan.StepsPerEpoch) == 0;
        bool stepDue = _options.EverySteps is { } steps && run.Steps % steps == 0;
        if (epochDue || stepDue)
            Save(run);
    }

    /// <summary>Saves at the end of the run, or where it was cancelled, unless that step is saved already.</summary>
    public void Finish(TrainingRun run)
    {
        if (run.Steps != _safeSteps)
            Save(run);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What has become of a run's last step.</summary>
    public static string Outcome(CheckpointSession? checkpoints, TrainingRun run)
        => checkpoints is not null && run.Steps > 0 && checkpoints._safeSteps == run.Steps
            ? "a checkpoint of it is saved"
            : "no checkpoint of it is saved";

    private void GoOn(TrainingRun run, string newest)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(newest);
        CheckpointContent content = CheckpointContent.Of(newest, file);
        Check(newest, content, file);
        // A finished run may lie where nothing can be written.
        if (content.History.Steps < _plan.TotalSteps)
            RequireWritable();
        Load(newest, file);
        run.Restore(content.History);
        _safeSteps = run.Steps;
        if (content.Library != CheckpointContent.ThisLibrary)
        {
            _logger.LogWarning(
                "{File} was written by SimClr.Core {Saved}; this is {Current}, whose last digits may differ",
                newest,
                content.Library,
                CheckpointContent.ThisLibrary);
        }

        _logger.LogInformation("Going on after step {Step} of {Total} from {File}", run.Steps, _plan.TotalSteps, newest);
    }

    private void Save(TrainingRun run)
    {
        using DisposeScope scope = NewDisposeScope();
        RunHistory history = run.Snapshot();
        // With a broken model the folder would lose its good ones.
        FiniteParameters.Require(_model, $"after step {run.Steps} of {_plan.TotalSteps}; it was not saved");

        try
        {
            CheckpointContent content = new(_run, history, CheckpointContent.ThisLibrary);
            string file = _folder.Save(run.Steps, _state.Collect(), content.ToMetadata());
            _safeSteps = run.Steps;
            _logger.LogInformation("Checkpoint after step {Step} of {Total}: {File}", run.Steps, _plan.TotalSteps, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail($"The checkpoint after step {run.Steps} could not be saved in {_options.Folder}", exception);
            return;
        }

        DeleteOld();
    }

    private void RequireWritable()
    {
        try
        {
            _folder.RequireWritable();
        }
        catch (Exception exception) when (exception is (IOException or UnauthorizedAccessException) and not CheckpointException)
        {
            Fail($"Checkpoints cannot be saved in {_options.Folder}", exception);
        }
    }

    private void Fail(string failure, Exception exception)
    {
        if (_options.OnFailure == CheckpointFailureHandling.Throw)
            throw new CheckpointException($"{failure}: {exception.Message}", exception);
        _logger.LogWarning(exception, "{Failure}; training goes on", failure);
    }

    // The new checkpoint is safe: an old one that stays costs space, no more.
    private void DeleteOld()
    {
        try
        {
            _folder.DeleteOld();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _logger.LogWarning(exception, "Older checkpoints in {Folder} could not be deleted; the next one tries again", _options.Folder);
        }
    }

    private void Check(string path, CheckpointContent content, SafeTensorsFile file)
    {
        List<string> differences =
        [
            .. JsonDifferences.Between(content.Run, JsonNode.Parse(_run.ToJsonString()))
                .Where(difference => !IsAllowed(difference.Path, difference.Saved, difference.Current))
                .Select(item => $"{item.Path}: {item.Saved ?? "none"} in the checkpoint, {item.Current ?? "none"} in this run"),
            .. _state.Differences(file.Tensors).Select(difference => $"tensor {difference}"),
        ];
        if (content.History.Steps < 0 || content.History.Steps > _plan.TotalSteps)
            differences.Add($"steps: {content.History.Steps} in the checkpoint, at most {_plan.TotalSteps} in this run");
        if (differences.Count > 0)
            throw new CheckpointException(path, differences);
    }

    private bool IsAllowed(string path, string? saved, string? current)
        => _options.AllowMoreEpochs && path == RunDescription.Epochs && Number(current) > Number(saved);

    private static int? Number(string? text) => int.TryParse(text, CultureInfo.InvariantCulture, out int number) ? number : null;

    private void Load(string path, SafeTensorsFile file)
    {
        try
        {
            _state.Load(file.Tensors);
        }
        catch (ArgumentException exception)
        {
            throw new CheckpointException(path, [$"state of the optimiser: {exception.Message}"]);
        }
    }
}
