using SimClr.Core.Augmentation;
using SimClr.Core.Augmentation.Kernels;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using SimClr.Core.Validation;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Building;

/// <summary>What one Build makes, and everything that is wrong with it.</summary>
/// <remarks>
/// What a refused Build has made is left to the garbage collector: a function may have returned a part that its owner goes on using.
/// </remarks>
internal sealed class PipelineDraft(PipelineParts parts)
{
    private Encoder? _encoder;
    private ProjectionHead? _projectionHead;
    private ContrastiveLoss? _loss;
    private ViewShape? _refusedView;
    private SimClrModel? _model;
    private ITrainingTask? _task;
    private optim.Optimizer? _optimizer;

    public PipelineParts Parts => parts;

    /// <summary>The views, by their shapes; null where they cannot be known yet.</summary>
    public IReadOnlyList<ViewGroup>? Views { get; private set; }

    public SimClrModel Model => _model!;

    public ContrastiveLoss Loss => _loss!;

    /// <summary>What is trained: model and loss, by default.</summary>
    public ITrainingTask Task => _task!;

    public optim.Optimizer Optimizer => _optimizer!;

    /// <summary>Null is the trainer's own.</summary>
    public LearningRateSchedule? Schedule { get; private set; }

    private Device Device => parts.Device ?? CPU;

    /// <summary>Makes the parts of the model and the loss.</summary>
    /// <returns>All that is wrong so far, with everything that was given.</returns>
    public IReadOnlyList<string> MakeParts()
    {
        List<string> problems = [.. parts.ConfigurationProblems, .. PipelineChecks.Missing(parts), .. PipelineChecks.AugmentationProblems(parts)];
        string? refusedView = problems.Any(problem => problem.StartsWith("Augmentations", StringComparison.Ordinal)) ? null : MeasureView();
        MakeModules(problems);
        problems.AddRange(parts.Optimizer!.OptionProblems());
        problems.AddRange(parts.Schedule?.OptionProblems() ?? []);
        string[] training = PipelineChecks.TrainingProblems(parts);
        problems.AddRange(training);
        problems.AddRange(PipelineChecks.CheckpointProblems(parts));
        problems.AddRange(PipelineChecks.DistributedProblems(parts));
        problems.AddRange(PipelineChecks.SizeProblems(parts));
        if (refusedView is not null)
            problems.Add(refusedView);
        if (_refusedView is { } refused)
            problems.AddRange(ViewChecks.ChannelProblems(_encoder, refused));
        if (Views is { } views)
            problems.AddRange(ViewChecks.Problems(parts, views, _encoder, trainingIsSound: training.Length == 0));
        problems.AddRange(PipelineChecks.DeviceProblems(Device));
        // The container's options may have been checked before.
        return [.. problems.Distinct()];
    }

    /// <summary>Joins the parts to a model on its device, and makes what trains it.</summary>
    /// <returns>All that is wrong with that.</returns>
    public IReadOnlyList<string> Assemble()
    {
        List<string> problems = [.. PipelineChecks.Refusals("ProjectionHead", () => _model = Joined())];
        if (_model is null)
            return problems;
        Model.to(Device);
        Loss.to(Device);
        _task = parts.Task is { } recipe
            ? recipe.TryMake(new TaskContext { Model = Model, Loss = Loss, Seed = parts.Training.Seed }, problems)
            : new ContrastiveTask(Model, Loss);
        if (_task is null)
            return problems;
        Task.Module.to(Device);
        _optimizer = parts.Optimizer!.TryMake(
            new OptimizerContext
            {
                Model = Model, Module = Task.Module, BatchSize = parts.Training.BatchSize, Seed = parts.Training.Seed, Device = Device,
            },
            problems);
        if (_optimizer is not null)
            MakeSchedule(problems);
        return problems;
    }

    private SimClrModel Joined() => new(_encoder!, _projectionHead!);

    private void MakeModules(List<string> problems)
    {
        long seed = parts.Training.Seed;
        _encoder = Make(parts.Encoder, new EncoderContext { Seed = seed, Views = Views ?? [] }, problems);
        _projectionHead = Make(
            parts.ProjectionHead,
            _encoder is { } encoder ? new ProjectionHeadContext { FeatureDimension = encoder.FeatureDimension, Seed = seed } : null,
            problems);
        _loss = Make(parts.Loss, new LossContext { BatchSize = parts.Training.BatchSize, Seed = seed }, problems);
    }

    // A part whose options are wrong, or that needs one that could not be made, is not tried.
    private static TPart? Make<TContext, TPart>(PartRecipe<TContext, TPart>? recipe, TContext? context, List<string> problems)
        where TContext : class
        where TPart : class
    {
        string[] wrong = recipe?.OptionProblems() ?? [];
        problems.AddRange(wrong);
        return recipe is not null && context is not null && wrong.Length == 0 ? recipe.TryMake(context, problems) : null;
    }

    private string? MeasureView()
    {
        try
        {
            Views = ViewChecks.Measure(parts);
            return null;
        }
        catch (Exception exception) when (exception is ArgumentException or ViewGenerationException)
        {
            // The encoder, which is made later, may not suit such images, either.
            _refusedView = (exception as NotRgbException)?.Found;
            return $"Augmentations: {Reason.Of(exception)}";
        }
    }

    private void MakeSchedule(List<string> problems)
    {
        if (parts.Schedule is not { } recipe)
            return;
        ScheduleContext context = ScheduleContextOfRun();
        if (recipe.TryMake(context, problems) is not { } schedule)
            return;
        problems.AddRange(PipelineChecks.ScheduleProblems(schedule, context));
        // By itself the trainer gives the default to any number of epochs, so that a run may get more of them when it is resumed.
        WarmupCosineSchedule standard = new(context.PeakLearningRate, context.WarmupSteps, context.TotalSteps);
        Schedule = standard.Equals(schedule) ? null : schedule;
    }

    private ScheduleContext ScheduleContextOfRun()
    {
        TrainingOptions options = parts.Training;
        int steps = new EpochSampler(parts.Images!.Count, options.BatchSize, options.Seed, options.DropLastBatch).BatchesPerEpoch;
        LearningRateSchedule.EnsureInitialRates(Optimizer);
        return new ScheduleContext
        {
            StepsPerEpoch = steps,
            TotalSteps = (long)steps * options.Epochs,
            WarmupSteps = (long)Math.Round(options.EffectiveWarmupEpochs * steps),
            PeakLearningRate = LearningRateSchedule.InitialRate(Optimizer),
            BatchSize = options.BatchSize,
        };
    }
}
