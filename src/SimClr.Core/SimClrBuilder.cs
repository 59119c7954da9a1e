using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Numerics;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using SimClr.Core.Training.Callbacks;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>Assembles a SimCLR pipeline: images, augmentations, encoder, projection head, loss, optimiser, training.</summary>
/// <remarks>
/// Images, augmentations and an encoder must be given; all else has the paper's defaults. Nothing is created before <see cref="Build"/>,
/// which checks everything at once. A later call replaces an earlier one of the same kind. Not thread-safe.
/// </remarks>
public sealed class SimClrBuilder
{
    private readonly PipelineParts _parts;

    /// <summary>Creates a builder with the paper's defaults.</summary>
    public SimClrBuilder()
        : this(new PipelineParts())
    {
    }

    internal SimClrBuilder(PipelineParts parts) => _parts = parts;

    /// <summary>The images to learn from; borrowed.</summary>
    public SimClrBuilder UseImages(IImageSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return With(parts => parts.Images = source);
    }

    /// <summary>
    /// The augmentations of both views, as a chain that begins empty: <c>a => a.RandomResizedCrop(32).RandomHorizontalFlip()</c>.
    /// </summary>
    /// <param name="configure">Called by <see cref="Build"/>, so that what is out of range here is listed with all the rest.</param>
    public SimClrBuilder UseAugmentations(Func<AugmentationPipeline, IAugmentation> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return With(parts => parts.Augmentations = () =>
        {
            IAugmentation both = configure(new AugmentationPipeline()) ?? throw new ArgumentException(
                "the function given to UseAugmentations returned null.");
            return [both, both];
        });
    }

    /// <summary>The augmentation of both views.</summary>
    public SimClrBuilder UseAugmentations(IAugmentation both) => UseAugmentations(both, both);

    /// <summary>An augmentation for each of the two views, as in the paper's composition study (section 3.1).</summary>
    public SimClrBuilder UseAugmentations(IAugmentation first, IAugmentation second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return With(parts => parts.Augmentations = () => [first, second]);
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

    /// <summary>A residual network; its initial weights are determined by the training seed.</summary>
    public SimClrBuilder UseEncoder(ResNetDepth depth, Action<ResNetOptions>? configure = null)
        => With(parts => parts.Encoder = EncoderChoice.ResNet(depth, Configured(configure)));

    /// <summary>
    /// Any encoder of your own; from <see cref="Build"/> on it belongs to the pipeline, which disposes it: it can be part of one pipeline
    /// only.
    /// </summary>
    public SimClrBuilder UseEncoder(Encoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return UseEncoder(() => encoder);
    }

    /// <summary>An encoder of your own for each pipeline that this builder builds.</summary>
    /// <param name="create">Makes a new encoder; called once by each <see cref="Build"/>, whose pipeline owns the result.</param>
    public SimClrBuilder UseEncoder(Func<Encoder> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return With(parts => parts.Encoder = EncoderChoice.Own(create));
    }

    /// <summary>The projection head. Default: the paper's, two layers, 128 outputs.</summary>
    public SimClrBuilder UseProjectionHead(Action<ProjectionHeadOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return With(parts => parts.ProjectionHead = Configured(configure));
    }

    /// <summary>The NT-Xent loss. Default: temperature 0.5, the mean over all views.</summary>
    /// <param name="temperature">From 1e-6 to 1e6; 0.5 suits CIFAR, 0.1 ImageNet.</param>
    /// <param name="reduction">Mean over all views, or the official code's sum of two means.</param>
    public SimClrBuilder UseNtXentLoss(double temperature = 0.5, NtXentReduction reduction = NtXentReduction.MeanOverViews)
        => With(parts => parts.Loss = LossChoice.NtXent(temperature, reduction));

    /// <summary>
    /// Another contrastive loss; from <see cref="Build"/> on it belongs to the pipeline, which disposes it: it can be part of one pipeline
    /// only.
    /// </summary>
    public SimClrBuilder UseLoss(ContrastiveLoss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return UseLoss(() => loss);
    }

    /// <summary>Another contrastive loss for each pipeline that this builder builds.</summary>
    /// <param name="create">Makes a new loss; called once by each <see cref="Build"/>, whose pipeline owns the result.</param>
    public SimClrBuilder UseLoss(Func<ContrastiveLoss> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return With(parts => parts.Loss = LossChoice.Own(create));
    }

    /// <summary>LARS, the default, with the learning rate scaled to the batch size.</summary>
    public SimClrBuilder UseLars(Action<LarsOptions>? configure = null)
        => With(parts => parts.Optimizer = OptimizerChoice.Lars(Configured(configure)));

    /// <summary>Stochastic gradient descent with momentum.</summary>
    public SimClrBuilder UseSgd(Action<SgdOptions>? configure = null)
        => With(parts => parts.Optimizer = OptimizerChoice.Sgd(Configured(configure)));

    /// <summary>Adam.</summary>
    public SimClrBuilder UseAdam(Action<AdamOptions>? configure = null)
        => With(parts => parts.Optimizer = OptimizerChoice.Adam(Configured(configure)));

    /// <summary>Any of torch's optimisers, or a custom one; made after the model has reached its device.</summary>
    /// <remarks>
    /// The learning rate that each of its parameter groups is made with is that group's peak, see <see cref="LearningRateSchedule.Apply"/>.
    /// </remarks>
    public SimClrBuilder UseOptimizer(Func<SimClrModel, optim.Optimizer> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return With(parts => parts.Optimizer = OptimizerChoice.Own(create));
    }

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

    /// <summary>Measures kNN accuracy during training, every <see cref="KnnMonitor.EveryEpochs"/> epochs.</summary>
    /// <remarks>
    /// <see cref="Build"/> tries it on a few images. Where it fails later, the training saves a checkpoint, if it has any, and ends.
    /// </remarks>
    public SimClrBuilder UseKnnMonitor(KnnMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        return With(parts => parts.Callbacks.Add(monitor));
    }

    /// <summary>Receives messages about the run. Default: none.</summary>
    public SimClrBuilder UseLogger(ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(logger);
        return With(parts => parts.Logger = logger);
    }

    /// <summary>Checks everything and creates the pipeline.</summary>
    /// <returns>A pipeline that owns model, loss and optimiser; dispose it.</returns>
    /// <remarks>
    /// Makes the views of the source's first image once, to learn their shape, and sends two empty ones through the model. A kNN monitor is
    /// tried on a few of its images.
    /// </remarks>
    /// <exception cref="OptionsValidationException">
    /// Something is missing, out of range or does not fit the rest; all problems are listed, each with the name of its option. What depends
    /// on the made model is judged after them: its shapes, the optimiser, the kNN monitor, and last
    /// <see cref="TrainingOptions.MicroBatchBudgetBytes"/>.
    /// </exception>
    /// <exception cref="DllNotFoundException">libtorch is missing: the application lacks a package like TorchSharp-cpu.</exception>
    /// <exception cref="PlatformNotSupportedException">There is no libtorch for this platform.</exception>
    /// <exception cref="InvalidOperationException">The encoder is in use by another pipeline that runs now.</exception>
    public SimClrPipeline Build()
    {
        NativeTorch.EnsureLoaded();
        ThrowIfAny(PipelineChecks.Problems(_parts));
        // A pipeline that is refused is left to the garbage collector: an encoder or a loss of the caller's must stay usable.
        SimClrPipeline pipeline = new(_parts);
        ThrowIfAny(PipelineChecks.PartProblems(_parts, pipeline));
        ThrowIfAny(PipelineChecks.BudgetProblems(_parts, pipeline.Model));
        PipelineOwnership.Take(pipeline.Encoder, pipeline.Loss);
        return pipeline;
    }

    private static void ThrowIfAny(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            throw new OptionsValidationException(nameof(SimClrBuilder), typeof(SimClrBuilder), problems);
    }

    private SimClrBuilder With(Action<PipelineParts> change)
    {
        change(_parts);
        return this;
    }

    private static TOptions Configured<TOptions>(Action<TOptions>? configure)
        where TOptions : new()
    {
        TOptions options = new();
        configure?.Invoke(options);
        return options;
    }
}
