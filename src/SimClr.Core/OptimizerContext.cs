using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core;

/// <summary>What <see cref="SimClrBuilder"/> knows when an optimizer is made: the model, which has reached its device.</summary>
public sealed class OptimizerContext
{
    /// <summary>Encoder and projection head; borrowed.</summary>
    public required SimClrModel Model { get; init; }

    /// <summary>What is trained: the model itself, or the module of a custom task; borrowed.</summary>
    public required nn.Module Module { get; init; }

    /// <summary>The module's parameters in two groups: with weight decay and layer-wise adaptation, and without.</summary>
    /// <exception cref="ArgumentException">The module has no parameters.</exception>
    public ParameterGroups Parameters => field ??= ParameterGroups.Split(Module);

    /// <summary>N, the images of a step, to scale the learning rate by.</summary>
    public required int BatchSize { get; init; }

    /// <summary><see cref="TrainingOptions.Seed"/>, for an optimizer that draws random numbers.</summary>
    public required long Seed { get; init; }

    /// <summary>The device that the parameters are on.</summary>
    public required Device Device { get; init; }
}
