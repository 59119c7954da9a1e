namespace SimClr.Core.Embeddings.Formats;

/// <summary>Where the vectors of a set are.</summary>
internal interface IVectorStorage
{
    /// <summary>n.</summary>
    int Count { get; }

    /// <summary>D.</summary>
    int Dimension { get; }

    /// <summary>One vector, [D].</summary>
    /// <param name="index">In [0, n); checked by the caller.</param>
    ReadOnlySpan<float> Row(int index);
}
