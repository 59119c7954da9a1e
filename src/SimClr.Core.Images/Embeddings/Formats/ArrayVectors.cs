namespace SimClr.Core.Embeddings.Formats;

/// <summary>Vectors in memory.</summary>
internal sealed class ArrayVectors(float[] values, int dimension) : IVectorStorage
{
    public int Count { get; } = values.Length / dimension;

    public int Dimension => dimension;

    public ReadOnlySpan<float> Row(int index) => values.AsSpan(index * dimension, dimension);
}
