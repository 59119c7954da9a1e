using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using SimClr.Core.Embeddings;

namespace SimClr.Tool.Explore.Work;

/// <summary>Tells vectors from others, so that nothing is shown that was made of others.</summary>
internal static class VectorStamp
{
    /// <summary>A short text that changes with any vector, path or label.</summary>
    public static string Of(EmbeddingSet embeddings)
    {
        XxHash128 hash = new();
        for (int i = 0; i < embeddings.Count; i++)
        {
            hash.Append(MemoryMarshal.AsBytes(embeddings.Row(i)));
            string name = string.Create(CultureInfo.InvariantCulture, $"{embeddings.GetLabel(i)}\n{embeddings.GetPath(i)}\n");
            hash.Append(MemoryMarshal.AsBytes(name.AsSpan()));
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
