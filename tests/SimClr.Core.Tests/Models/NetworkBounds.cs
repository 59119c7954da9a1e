using SimClr.Core.Models;
using SimClr.Core.Tests.Numerics;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Models;

/// <summary>What rounding may make of the features of a residual network.</summary>
/// <remarks>
/// Each layer adds its own error to those before it. Batch norm scales a layer's output and its error alike, so an error is neither damped
/// nor blown up on its way, relative to the features' length; the errors of L layers add up like L times as many roundings.
/// </remarks>
internal static class NetworkBounds
{
    /// <summary>Roundings of a layer besides its sum: operands, batch norm, shortcut.</summary>
    private const int BesidesTheSum = 6;

    /// <summary>Largest error of the features' length, relative to it, where all is computed in one type.</summary>
    public static double Features(ResNetEncoder encoder, ScalarType type)
        => RoundingBounds.Likely(Layers(encoder) * (LongestSum(encoder) + BesidesTheSum), type);

    /// <summary>
    /// The same where convolutions take and give bf16: their operands, and any partial sum that a path stores. One standard deviation, as
    /// the features are many; three times that would be no bound at all.
    /// </summary>
    public static double BFloat16Features(ResNetEncoder encoder)
        => RoundingBounds.RootMeanSquare(
            Layers(encoder) * ((double)LongestSum(encoder) / RoundingBounds.Block + BesidesTheSum), ScalarType.BFloat16);

    private static int Layers(ResNetEncoder encoder) => (int)encoder.Depth;

    private static long LongestSum(ResNetEncoder encoder)
        => encoder.parameters().Where(parameter => parameter.Dimensions == 4).Max(kernel => kernel.numel() / kernel.shape[0]);
}
