using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Files;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>Saves the checkpoints of a run, and takes it up again from one. The last callback that can fail: it saves what the others did.</summary>
internal sealed class CheckpointSession : TrainingCallback, IDisposable
{
    private readonly CheckpointOptions _options;
    private readonly CheckpointFolder _folder;
    private readonly TrainingRun _run;
    private readonly ILogger _logger;
    private TrainingState? _state;
    private readonly bool _writes;
    private JsonObject? _description;

    public CheckpointSession(CheckpointOptions options, TrainingRun run)
    {
        (_options, _run, _logger) = (options, run, run.Setup.Logger);
        _folder = new CheckpointFolder(options.Folder, options.Keep);
        // All ranks have the same to save, and read what the first one wrote.
        _writes = run.Setup.Collective.Rank == 0;
    }

    /// <summary>Brings model, optimizer and bookkeeping to where the newest checkpoint is, if the options want it.</summary>
    /// <exception cref="CheckpointException">
    /// There is none where one is required, or one where none should be; it is damaged or another run's; another training uses the folder.
    /// </exception>
    /// <exception cref="SafeTensorsException">The file is damaged.</exception>
    /// <exception cref="NotSupportedException">The state of the optimizer, the model or a callback cannot be saved.</exception>
    public void Resume(IReadOnlyList<IStatefulCallback> callbacks)
    {
        _state = TrainingState.Of(_run.Setup.Task.Module, _run.Setup.Optimizer, callbacks);
        _description = RunDescription.Of(_run.Setup, _run.Plan.MicroBatchSize);
        if (_writes)
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
        {
            string reason = PathProblem.OfNewFolder(_options.Folder) is { } problem ? $": {problem}" : "";
            throw new CheckpointException($"{_options.Folder} holds no checkpoint to go on from{reason}.");
        }

        if (newest is not null && _options.Resume != ResumeMode.StartOver)
            GoOn(newest);
    }

    /// <summary>Makes sure, before there is anything to lose, that a checkpoint can be written.</summary>
    public override void OnRunStarted(TrainingContext run)
    {
        if (_run.SavedSteps is null)
            RequireWritable();
        if (_options.Resume == ResumeMode.StartOver && _writes)
            _folder.Clear();
    }

    /// <summary>Saves where one is due after a step.</summary>
    public override void OnStepCompleted(TrainingContext run)
    {
        bool epochDue = _options.EveryEpochs is { } epochs && run.Step % ((long)epochs * run.StepsPerEpoch) == 0;
        bool stepDue = _options.EverySteps is { } steps && run.Step % steps == 0;
        if (epochDue || stepDue || _run.CheckpointIsWanted)
            Save();
        _run.CheckpointIsWanted = false;
    }

    /// <summary>Saves at the end of the run, or where it was stopped, unless that step is saved already.</summary>
    public override void OnRunEnded(TrainingContext run) => SaveUnlessSaved();

    /// <summary>What another callback breaks must not cost the epoch.</summary>
    public override void OnRunFailed(TrainingContext run, Exception failure)
    {
        // A run that diverged leaves its good checkpoints as they are.
        if (failure is not TrainingDivergedException)
            SaveUnlessSaved();
    }

    private void SaveUnlessSaved()
    {
        if (_run.Steps != (_run.SavedSteps ?? 0))
            Save();
    }

    public void Dispose() => _folder.Dispose();

    private void GoOn(string newest)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(newest);
        CheckpointContent content = CheckpointContent.Of(newest, file);
        Check(newest, content, file);
        // A finished run may lie where nothing can be written.
        if (content.History.Steps < _run.LengthOf(content.History).Total)
            RequireWritable();
        Load(newest, file);
        _run.Restore(content.History);
        if (content.Library != CheckpointContent.ThisLibrary)
        {
            _logger.LogWarning(
                "{File} was written by SimClr.Core {Saved}; this is {Current}, whose last digits may differ",
                newest,
                content.Library,
                CheckpointContent.ThisLibrary);
        }

        _logger.LogInformation("Going on after step {Step} of {Total} from {File}", _run.Steps, _run.TotalSteps, newest);
    }

    private void Save()
    {
        using DisposeScope scope = NewDisposeScope();
        RunHistory history = _run.Snapshot();
        // With a broken model the folder would lose its good ones.
        FiniteParameters.Require(_run.Setup.Task.Module, $"after step {_run.Steps} of {_run.TotalSteps}; it was not saved");
        if (!_writes)
        {
            _run.SavedSteps = _run.Steps;
            return;
        }

        try
        {
            ImagePreprocessing input = _run.Setup.Input;
            CheckpointContent content = new(_description!, history, CheckpointContent.ThisLibrary)
            {
                Preprocessing = input.CanBeWritten ? input.ToJson() : null,
            };
            string file = _folder.Save(_run.Steps, _state!.Collect(), content.ToMetadata());
            _run.SavedSteps = _run.Steps;
            _logger.LogInformation("Checkpoint after step {Step} of {Total}: {File}", _run.Steps, _run.TotalSteps, file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Fail($"The checkpoint after step {_run.Steps} could not be saved in {_options.Folder}", exception);
            return;
        }

        DeleteOld();
    }

    private void RequireWritable()
    {
        if (!_writes)
            return;
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
            .. JsonDifferences.Between(content.Run, JsonNode.Parse(_description!.ToJsonString()))
                .Where(difference => !IsAllowed(difference.Path, difference.Saved, difference.Current))
                .Select(item => $"{item.Path}: {item.Saved ?? "none"} in the checkpoint, {item.Current ?? "none"} in this run"),
            .. _state!.Differences(file.Tensors).Select(difference => $"tensor {difference}"),
        ];
        if (_run.LengthOf(content.History).Total is var total && (content.History.Steps < 0 || content.History.Steps > total))
            differences.Add($"steps: {content.History.Steps} in the checkpoint, at most {total} in this run");
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
            _state!.Load(file.Tensors);
        }
        catch (ArgumentException exception)
        {
            throw new CheckpointException(path, [$"state of the optimizer: {Reason.Of(exception)}"]);
        }
    }
}
