using SimClr.Core.Embeddings;

namespace SimClr.Core.Tests.Embeddings;

/// <summary>Three images with all that a set can hold, and what is hard to write.</summary>
internal static class SampleEmbeddings
{
    public const string ModelId = "ResNet \"18\", 1/16-abc";

    /// <summary>The smallest and greatest numbers, one of nine digits, and zero of both signs.</summary>
    public static readonly float[] Values = [1e-45f, float.MaxValue, 0.1f, -0f, 16777217f / 3, -1.17549435e-38f];

    public static readonly string?[] Paths = ["a, \"b\"\r\nc.png", "", "grüße/\U0001F408 .png"];

    public static readonly string[] ClassNames = ["cat", "", "d,og"];

    public static EmbeddingSet Full() => new([.. Values], 2, Paths, [2, null, 0], ClassNames, ModelId);

    public static void ShouldBeEqual(EmbeddingSet found, EmbeddingSet expected)
    {
        ShouldHaveEqualVectors(found, expected);
        found.ModelId.Should().Be(expected.ModelId);
        found.ClassNames.Should().Equal(expected.ClassNames);
        for (int index = 0; index < expected.Count; index++)
            (found.GetPath(index), found.GetLabel(index)).Should().Be((expected.GetPath(index), expected.GetLabel(index)));
    }

    /// <summary>Bit by bit: zeros have signs.</summary>
    public static void ShouldHaveEqualVectors(EmbeddingSet found, EmbeddingSet expected)
    {
        (found.Count, found.Dimension).Should().Be((expected.Count, expected.Dimension));
        for (int index = 0; index < expected.Count; index++)
        {
            found.Row(index).ToArray().Select(BitConverter.SingleToInt32Bits)
                .Should().Equal(expected.Row(index).ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }
}
