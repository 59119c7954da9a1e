using SimClr.Core.Embeddings;
using SimClr.Core.Parquet;

namespace SimClr.Tool.Collections;

/// <summary>Vectors in the kind of file that other programs read.</summary>
internal static class VectorFile
{
    /// <summary>Writes them, and returns where.</summary>
    public static async Task<string> WriteAsync(EmbeddingSet embeddings, Workspace workspace, string format, CancellationToken token)
    {
        string path = workspace.In($"embeddings.{format}");
        if (format == "parquet")
            await embeddings.SaveParquetAsync(path, token);
        else if (path != workspace.Embeddings)
            embeddings.Save(path);
        return path;
    }
}
