using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Building;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>Assembles a SimCLR pipeline: images, augmentations, encoder, projection head, loss, optimizer, training.</summary>
/// <remarks>
/// <para>Images, augmentations and an encoder must be given; all else has the paper's defaults. Nothing is created before
/// <see cref="Build"/>, which checks everything at once. A later call replaces an earlier one of the same kind, but for
/// <see cref="UseCallback"/>. Not thread-safe.</para>
/// <para>Augmentations, encoder, projection head, loss, task, optimizer and schedule have one method each, which takes a function that
/// makes the part, with or without options. The calls for the library's own parts, such as <c>UseLars</c>, are extension methods over
/// them.</para>
/// </remarks>
public sealed class SimClrBuilder
{
    private readonly PipelineParts _parts = new();

    /// <summary>Creates a builder with the paper's defaults.</summary>
    public SimClrBuilder() => this.UseProjectionHead().UseNtXentLoss().UseLars();

    /// <summary>The images to learn from; borrowed.</summary>
    public SimClrBuilder UseImages(IImageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return With(parts => parts.Images = source);
    }

    /// <summary>
    /// The augmentations, one for each view of an image; views of several sizes make groups, as in
    /// <see cref="SimClrAugmentations.MultiCrop"/>. There is no default.
    /// </summary>
    /// <param name="create">
    /// Called by <see cref="Build"/>, so that what is out of range here is listed with all the rest. One augmentation may stand for several
    /// views.
    /// </param>
    public SimClrBuilder UseAugmentations(Func<IEnumerable<IAugmentation>> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return With(parts => parts.Augmentations = create);
    }

    /// <summary>
    /// How <see cref="SimClrPipeline.Extract"/> and the kNN monitor prepare images. Default: as follows from the augmentations, see
    /// <see cref="SimClrPipeline.EvaluationPreprocessing"/>. <see cref="AugmentationPipeline.Identity"/> leaves images as they are.
    /// </summary>
    public SimClrBuilder UseEvaluationPreprocessing(IAugmentation preprocessing)
    {
        ArgumentNullException.ThrowIfNull(preprocessing);
        return With(parts => parts.EvaluationPreprocessing = preprocessing);
    }

    /// <summary>The encoder, made by a function; there is no default.</summary>
    /// <param name="create">Called by each <see cref="Build"/>, whose pipeline owns the result.</param>
    public SimClrBuilder UseEncoder(Func<EncoderContext, Encoder> create)
        => With(parts => parts.Encoder = PartRecipe.Of("Encoder", create));

    /// <summary>The encoder, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(Func{OptimizerContext, TOptions, optim.Optimizer}, TOptions, IValidateOptions{TOptions})" path="/param"/>
    public SimClrBuilder UseEncoder<TOptions>(
        Func<EncoderContext, TOptions, Encoder> create, TOptions options, IValidateOptions<TOptions>? validator = null)
        where TOptions : class
        => With(parts => parts.Encoder = PartRecipe.Of("Encoder", create, options, validator));

    /// <summary>The projection head, made by a function. Default: the paper's, two layers, 128 outputs.</summary>
    /// <param name="create">Called by each <see cref="Build"/>, whose pipeline owns the result.</param>
    public SimClrBuilder UseProjectionHead(Func<ProjectionHeadContext, ProjectionHead> create)
        => With(parts => parts.ProjectionHead = PartRecipe.Of("ProjectionHead", create));

    /// <summary>The projection head, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(Func{OptimizerContext, TOptions, optim.Optimizer}, TOptions, IValidateOptions{TOptions})" path="/param"/>
    public SimClrBuilder UseProjectionHead<TOptions>(
        Func<ProjectionHeadContext, TOptions, ProjectionHead> create, TOptions options, IValidateOptions<TOptions>? validator = null)
        where TOptions : class
        => With(parts => parts.ProjectionHead = PartRecipe.Of("ProjectionHead", create, options, validator));

    /// <summary>The loss, made by a function. Default: NT-Xent with temperature 0.5, the mean over all views.</summary>
    /// <param name="create">Called by each <see cref="Build"/>, whose pipeline owns the result.</param>
    public SimClrBuilder UseLoss(Func<LossContext, ContrastiveLoss> create)
        => With(parts => parts.Loss = PartRecipe.Of("Loss", create));

    /// <summary>The loss, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(Func{OptimizerContext, TOptions, optim.Optimizer}, TOptions, IValidateOptions{TOptions})" path="/param"/>
    public SimClrBuilder UseLoss<TOptions>(
        Func<LossContext, TOptions, ContrastiveLoss> create, TOptions options, IValidateOptions<TOptions>? validator = null)
        where TOptions : class
        => With(parts => parts.Loss = PartRecipe.Of("Loss", create, options, validator));

    /// <summary>What is trained, made by a function. Default: contrastive learning with the model and the loss.</summary>
    /// <param name="create">
    /// Called by each <see cref="Build"/>. The task's module is moved to the device, trained by the optimizer, saved in checkpoints and
    /// disposed by the pipeline; usually it holds the model or its encoder.
    /// </param>
    public SimClrBuilder UseTask(Func<TaskContext, ITrainingTask> create)
        => With(parts => parts.Task = PartRecipe.Of("Task", create));

    /// <summary>The optimizer, made by a function: any of torch's, or a custom one. Default: LARS.</summary>
    /// <param name="create">
    /// Called by each <see cref="Build"/>, after the model has reached its device; the pipeline owns the result.
    /// </param>
    /// <remarks>
    /// The learning rate that each of its parameter groups is made with is that group's peak, see <see cref="LearningRateSchedule.Apply"/>.
    /// </remarks>
    public SimClrBuilder UseOptimizer(Func<OptimizerContext, optim.Optimizer> create)
        => With(parts => parts.Optimizer = PartRecipe.Of("Optimizer", create));

    /// <summary>The optimizer, made by a function of options.</summary>
    /// <param name="create">Called by each <see cref="Build"/> if the options are valid; the pipeline owns the result.</param>
    /// <param name="options">The options; borrowed, and read by each <see cref="Build"/>.</param>
    /// <param name="validator">
    /// Checks the options, so that what is wrong with them is listed with all the rest. Null if <paramref name="create"/> checks them: the
    /// <see cref="ArgumentException"/> or <see cref="OptionsValidationException"/> that it throws is listed, too.
    /// </param>
    public SimClrBuilder UseOptimizer<TOptions>(
        Func<OptimizerContext, TOptions, optim.Optimizer> create, TOptions options, IValidateOptions<TOptions>? validator = null)
        where TOptions : class
        => With(parts => parts.Optimizer = PartRecipe.Of("Optimizer", create, options, validator));

    /// <summary>The learning rate of every step, made by a function. Default: linear warm-up, then cosine to 0.</summary>
    /// <param name="create">Called by each <see cref="Build"/>, after the optimizer has been made.</param>
    public SimClrBuilder UseSchedule(Func<ScheduleContext, LearningRateSchedule> create)
        => With(parts => parts.Schedule = PartRecipe.Of("Schedule", create));

    /// <summary>The learning rate of every step, made by a function of options.</summary>
    /// <inheritdoc cref="UseOptimizer{TOptions}(Func{OptimizerContext, TOptions, optim.Optimizer}, TOptions, IValidateOptions{TOptions})" path="/param"/>
    public SimClrBuilder UseSchedule<TOptions>(
        Func<ScheduleContext, TOptions, LearningRateSchedule> create, TOptions options, IValidateOptions<TOptions>? validator = null)
        where TOptions : class
        => With(parts => parts.Schedule = PartRecipe.Of("Schedule", create, options, validator));

    /// <summary>Epochs, batch size, seed and the like.</summary>
    public SimClrBuilder ConfigureTraining(Action<TrainingOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return With(parts => configure(parts.Training));
    }

    /// <summary>
    /// Saves checkpoints into a folder: <c>UseCheckpoints("runs/1", o => o.Resume = ResumeMode.IfPresent)</c> also goes on from the newest,
    /// where there is one.
    /// </summary>
    public SimClrBuilder UseCheckpoints(string folder, Action<CheckpointOptions>? configure = null)
    {
        CheckpointOptions options = new() { Folder = folder };
        configure?.Invoke(options);
        return With(parts => parts.Checkpoints = options);
    }

    /// <summary>The device of model and training. Default: the CPU.</summary>
    public SimClrBuilder UseDevice(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return With(parts => parts.Device = device);
    }

    /// <summary>
    /// Something done in the course of a run: measure, log, save, change the learning rate, stop. Unlike other calls, each adds one, and
    /// they are called in this order.
    /// </summary>
    /// <param name="callback">
    /// Borrowed. One that remembers something serves one run at a time, so give each pipeline one of its own.
    /// </param>
    public SimClrBuilder UseCallback(TrainingCallback callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return With(parts => parts.Callbacks.Add(callback));
    }

    /// <summary>
    /// The ranks that train together, each with its own pipeline of the same parts. Borrowed. Default: one process. See
    /// <see cref="Trainer.Collective"/>.
    /// </summary>
    /// <param name="collective">As the package SimClr.Core.Mpi gives it.</param>
    /// <param name="configure">Changes how they train together.</param>
    public SimClrBuilder UseCollective(ICollective collective, Action<DistributedOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(collective);
        return With(parts =>
        {
            parts.Collective = collective;
            configure?.Invoke(parts.Distributed);
        });
    }

    /// <summary>Receives messages about the run. Default: none.</summary>
    public SimClrBuilder UseLogger(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return With(parts => parts.Logger = logger);
    }

    /// <summary>Checks everything and creates the pipeline.</summary>
    /// <returns>A pipeline that owns model, loss and optimizer; dispose it.</returns>
    /// <remarks>
    /// Makes the views of the source's first image once, to learn their shape, and sends two empty ones through the model. A kNN monitor is
    /// tried on a few of its images.
    /// </remarks>
    /// <exception cref="OptionsValidationException">
    /// Something is missing, out of range or does not fit the rest; all problems are listed, each with the names of its part and its option.
    /// What depends on the made model is judged after them: the optimizer, the schedule, then the model's shapes and the kNN monitor, and
    /// last <see cref="TrainingOptions.MicroBatchBudgetBytes"/>.
    /// </exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    /// <exception cref="InvalidOperationException">The encoder is in use by another pipeline that runs now.</exception>
    public SimClrPipeline Build()
    {
        NativeTorch.EnsureLoaded();
        PipelineDraft draft = new(_parts);
        ThrowIfAny(draft.MakeParts());
        ThrowIfAny(draft.Assemble());
        SimClrPipeline pipeline = new(draft);
        ThrowIfAny(PipelineChecks.PartProblems(draft, pipeline));
        ThrowIfAny(PipelineChecks.BudgetProblems(draft));
        PipelineOwnership.Take(pipeline.Encoder, pipeline.Model.ProjectionHead, pipeline.Loss);
        return pipeline;
    }

    /// <summary>Changes what has been told so far.</summary>
    internal SimClrBuilder With(Action<PipelineParts> change)
    {
        change(_parts);
        return this;
    }

    private static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            throw new OptionsValidationException(nameof(SimClrBuilder), typeof(SimClrBuilder), problems);
    }
}
