using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Building;

/// <summary>What a <see cref="SimClrBuilder"/> has been told so far.</summary>
internal sealed class PipelineParts
{
    public IImageSource? Images { get; set; }

    /// <summary>Makes the augmentation of each view; throws where options are out of range.</summary>
    public Func<IEnumerable<IAugmentation>>? Augmentations { get; set; }

    public PartRecipe<EncoderContext, Encoder>? Encoder { get; set; }

    public PartRecipe<ProjectionHeadContext, ProjectionHead>? ProjectionHead { get; set; }

    public PartRecipe<LossContext, ContrastiveLoss>? Loss { get; set; }

    public PartRecipe<OptimizerContext, optim.Optimizer>? Optimizer { get; set; }

    /// <summary>Null is contrastive learning.</summary>
    public PartRecipe<TaskContext, ITrainingTask>? Task { get; set; }

    /// <summary>Null is the trainer's own.</summary>
    public PartRecipe<ScheduleContext, LearningRateSchedule>? Schedule { get; set; }

    public TrainingOptions Training { get; set; } = new();

    public ICollective Collective { get; set; } = SingleProcess.Instance;

    public DistributedOptions Distributed { get; set; } = new();

    public CheckpointOptions? Checkpoints { get; set; }

    /// <summary>Null is the CPU: torch must not be touched before everything is built.</summary>
    public Device? Device { get; set; }

    public List<TrainingCallback> Callbacks { get; } = [];

    public IAugmentation? EvaluationPreprocessing { get; set; }

    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>What is wrong with the configuration that parts were read from.</summary>
    public List<string> ConfigurationProblems { get; } = [];

    /// <summary>Parts that the configuration has, but wrongly, so that they are not said to be missing.</summary>
    public HashSet<string> Misconfigured { get; } = [];
}
