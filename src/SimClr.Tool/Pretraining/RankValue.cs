using System.Text;
using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Tool.Pretraining;

/// <summary>What the first rank found out, told to all: a clock or a disk may say something else to each.</summary>
internal static class RankValue
{
    /// <summary>The first rank's number; null if it has none.</summary>
    public static int? OfFirst(ICollective ranks, int? own)
    {
        using Tensor value = tensor(new long[] { own ?? -1 });
        ranks.Broadcast(value);
        return value.ReadCpuInt64(0) is var first and >= 0 ? (int)first : null;
    }

    /// <summary>The first rank's text.</summary>
    /// <param name="ranks">All of them call this.</param>
    /// <param name="own">Called on the first rank only.</param>
    public static string OfFirst(ICollective ranks, Func<string> own)
    {
        byte[] text = ranks.Rank == 0 ? Encoding.UTF8.GetBytes(own()) : [];
        using Tensor bytes = zeros(OfFirst(ranks, text.Length)!.Value, ScalarType.Byte);
        if (ranks.Rank == 0)
            text.CopyTo(bytes.bytes);
        ranks.Broadcast(bytes);
        return Encoding.UTF8.GetString(bytes.bytes);
    }
}
