using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>What a <see cref="SimClrBuilder"/> has been told so far.</summary>
internal sealed class PipelineParts
{
    public IImageSource? Images { get; set; }

    /// <summary>Makes the augmentation of each of the two views; throws where its options are out of range.</summary>
    public Func<IAugmentation[]>? Augmentations { get; set; }

    public EncoderChoice? Encoder { get; set; }

    public ProjectionHeadOptions ProjectionHead { get; set; } = new();

    public LossChoice Loss { get; set; } = LossChoice.NtXent();

    public OptimizerChoice Optimizer { get; set; } = OptimizerChoice.Lars(new LarsOptions());

    public TrainingOptions Training { get; init; } = new();

    public CheckpointOptions? Checkpoints { get; set; }

    /// <summary>Null is the CPU: torch must not be touched before everything is built.</summary>
    public Device? Device { get; set; }

    public List<TrainingCallback> Callbacks { get; } = [];

    public IAugmentation? EvaluationPreprocessing { get; set; }

    public ILogger Logger { get; set; } = NullLogger.Instance;
}
