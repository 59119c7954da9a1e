using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Training;

/// <summary>
/// Looks for NaN and infinity in a model's parameters; waits for the device. Buffers are left aside: a mask may well be infinite.
/// </summary>
internal static class FiniteParameters
{
    /// <summary>Names the first parameter that is not finite; null where all are.</summary>
    public static string? Problem(nn.Module model)
    {
        string[] broken = [.. model.named_parameters().Where(item => !IsFinite(item.parameter)).Select(item => item.name)];
        return broken.Length switch
        {
            0 => null,
            1 => $"The parameter '{broken[0]}' holds NaN or infinity",
            _ => $"The parameter '{broken[0]}' holds NaN or infinity, and so do {broken.Length - 1} others",
        };
    }

    /// <exception cref="TrainingDivergedException">A parameter is not finite.</exception>
    public static void Require(nn.Module model, string when)
    {
        if (Problem(model) is { } problem)
            throw new TrainingDivergedException($"{problem} {when}.");
    }

    /// <summary>Whether all values are finite.</summary>
    public static bool IsFinite(Tensor tensor)
    {
        using IDisposable mode = no_grad();
        using Tensor finite = tensor.isfinite();
        using Tensor all = finite.all();
        return all.ToBoolean();
    }
}
