namespace SimClr.Core.Tests.Embeddings;

/// <summary>Compares vectors of one image that went through a network in batches of different sizes.</summary>
internal static class EmbeddingVectors
{
    // Kernels sum in another order for another batch. A value of a network of ten layers is off by some hundred roundings of 6e-8 at most.
    private const float RelativeBound = 1e-4f;

    public static void ShouldBeEqual(ReadOnlyMemory<float> one, ReadOnlyMemory<float> other)
    {
        float[] first = one.ToArray(), second = other.ToArray();
        float largest = first.Max(MathF.Abs);
        largest.Should().BePositive();
        first.Should().HaveSameCount(second);
        first.Zip(second).Should().OnlyContain(pair => MathF.Abs(pair.First - pair.Second) <= RelativeBound * largest);
    }
}
