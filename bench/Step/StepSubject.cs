using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Step;

/// <summary>A training that stands ready to be measured.</summary>
/// <param name="Parameters">
/// Numbers that are trained: a case's are the same for all, but for the shift of the head's last layer, which the library leaves out.
/// </param>
/// <param name="Step">Trains one step and returns its loss.</param>
internal sealed record StepSubject(long Parameters, Func<Tensor> Step)
{
    /// <summary>Learning rate of all contenders.</summary>
    public const double LearningRate = 0.03;

    /// <summary>Momentum of all contenders.</summary>
    public const double Momentum = 0.9;

    /// <summary>Length of an embedding z.</summary>
    public const int EmbeddingLength = 128;

    public static long CountParameters(nn.Module module) => module.parameters().Sum(parameter => parameter.numel());
}
