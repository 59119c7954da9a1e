using SimClr.Core.Optimization;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Optimization;

/// <summary>A small model whose weights and gradients are set, not left to chance.</summary>
internal static class LarsFixture
{
    public static LarsOptions Rate(double learningRate)
        => new() { LearningRate = learningRate, LearningRateScaling = LearningRateScaling.None };

    public static Sequential Model()
    {
        Sequential model = nn.Sequential(
            ("conv", nn.Conv2d(2, 3, 2)), ("norm", nn.BatchNorm2d(3)), ("flat", nn.Flatten()), ("dense", nn.Linear(12, 4)));
        model.to(float64);
        long seed = 10;
        foreach (Parameter parameter in model.parameters())
            Fill(parameter, seed++, grad: false);
        return model;
    }

    /// <summary>
    /// In each step the roundings of the norms, of which half count, and of decay, ratio, momentum and update; on both sides.
    /// </summary>
    public static double Rounding(Parameter parameter, int steps)
        => 2 * RoundingBounds.Worst(steps * (parameter.numel() + 10), ScalarType.Float64);

    public static void SetGradients(nn.Module model, long seed)
    {
        foreach (Parameter parameter in model.parameters())
            Fill(parameter, seed * 100 + parameter.numel(), grad: true);
    }

    public static void Fill(Parameter parameter, long seed, bool grad)
    {
        using IDisposable mode = no_grad();
        RandomStream random = new(seed);
        using Tensor values = tensor([.. Enumerable.Range(0, (int)parameter.numel()).Select(_ => random.NextGaussian())], parameter.shape).to(parameter.dtype);
        if (grad)
            parameter.grad = values.clone();
        else
            parameter.copy_(values);
    }
}
