using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace SimClr.Core.Building;

/// <summary>Remembers which encoders and losses belong to a pipeline: it disposes them, so they can be part of no other.</summary>
internal static class PipelineOwnership
{
    private static readonly ConditionalWeakTable<nn.Module, object> Owned = [];

    public static bool IsOwned(nn.Module part) => Owned.TryGetValue(part, out _);

    public static void Take(params ReadOnlySpan<nn.Module> parts)
    {
        foreach (nn.Module part in parts)
            Owned.AddOrUpdate(part, part.GetType());
    }
}
