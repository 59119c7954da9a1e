using TorchSharp.Modules;

namespace SimClr.Core.Optimization;

/// <summary>Parameters that all are adapted and decayed, or all are not.</summary>
internal sealed class AdaptedParameterGroup : ParamGroup
{
    public AdaptedParameterGroup(IReadOnlyList<(string Name, Parameter Parameter)> named, bool isAdapted, double learningRate)
    {
        Parameters = [.. named.Select(item => item.Parameter)];
        Options = new OptimizerOptions { LearningRate = learningRate, InitialLearningRate = learningRate };
        IsAdapted = isAdapted;
    }

    public bool IsAdapted { get; }
}
