namespace SimClr.Core.Embeddings.Formats;

/// <summary>A kind of file. Its errors name no file; the caller does.</summary>
internal interface IEmbeddingFormat
{
    void Write(Stream stream, EmbeddingSet set);

    /// <exception cref="EmbeddingFileException">The content is none of the format.</exception>
    EmbeddingSet Read(FileStream stream);
}
