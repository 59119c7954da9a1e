namespace SimClr.Core.Embeddings;

/// <summary>
/// A file of embeddings is damaged, is none, or holds something else than was expected; the message names the file, what is wrong and where.
/// </summary>
public sealed class EmbeddingFileException : IOException
{
    /// <summary>Creates an exception without details.</summary>
    public EmbeddingFileException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public EmbeddingFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public EmbeddingFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
