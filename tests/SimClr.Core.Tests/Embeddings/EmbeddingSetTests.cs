using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Embeddings;

public sealed class EmbeddingSetTests
{
    [Fact]
    public void Constructor_Everything_IsGivenBack()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        (set.Count, set.Dimension, set.ModelId).Should().Be((3, 2, SampleEmbeddings.ModelId));
        set.Row(1).ToArray().Should().Equal(SampleEmbeddings.Values[2..4]);
        set.GetPath(0).Should().Be(SampleEmbeddings.Paths[0]);
        set.GetPath(1).Should().BeNull("an empty path is none");
        Enumerable.Range(0, 3).Select(set.GetLabel).Should().Equal(2, null, 0);
        set.ClassNames.Should().Equal(SampleEmbeddings.ClassNames);
        (set.HasPaths, set.HasLabels).Should().Be((true, true));
    }

    [Fact]
    public void Constructor_NothingButNulls_HasNone()
    {
        using EmbeddingSet set = new([1, 2], 1, [null, ""], [null, null], modelId: "");

        (set.HasPaths, set.HasLabels, set.ModelId, set.ClassNames.Count).Should().Be((false, false, null, 0));
    }

    public static TheoryData<string, Func<object>> Wrong => new()
    {
        { "*at least one vector of 2 values, found 3*", () => new EmbeddingSet([1, 2, 3], 2) },
        { "*at least one vector of 2 values, found 0*", () => new EmbeddingSet([], 2) },
        { "*dimension*", () => new EmbeddingSet([1], 0) },
        { "*Value 1 of vector 1 is NaN*", () => new EmbeddingSet([1, 2, 3, float.NaN], 2) },
        { "*one path an image (2), found 1*", () => new EmbeddingSet([1, 2], 1, ["a"]) },
        { "*one label an image (2), found 3*", () => new EmbeddingSet([1, 2], 1, labels: [0, 1, 2]) },
        { "*Label -1 of image 1 is not in [[]0, 2147483647)*", () => new EmbeddingSet([1, 2], 1, labels: [0, -1]) },
        { "*Label 2 of image 0 is not in [[]0, 2)*", () => new EmbeddingSet([1, 2], 1, labels: [2, 0], classNames: ["a", "b"]) },
        { "*U+0000, found one in path 1 at 2*", () => new EmbeddingSet([1, 2], 1, ["a", "bc\0"]) },
        { "*U+0000, found one in class name 0 at 0*", () => new EmbeddingSet([1, 2], 1, classNames: ["\0"]) },
        { "*U+0000, found one in the model's name at 1*", () => new EmbeddingSet([1, 2], 1, modelId: "m\0") },
        { "*at least one vector, found none*", () => EmbeddingSet.Of([]) },
        { "*vector 0 has 2 values, vector 1 has 1*", () => EmbeddingSet.Of([new(0, new float[] { 1, 2 }), new(1, new float[] { 1 })]) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Constructor_WrongContent_SaysWhatAndWhere(string message, Func<object> make)
        => make.Should().Throw<ArgumentException>().WithMessage(message.Replace("[[]", "["));

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Members_IndexOutOfRange_Throw(int index)
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        foreach (Action use in new Action[] { () => set.Row(index), () => set.GetPath(index), () => set.GetLabel(index) })
            use.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Of_EmbedderAndSource_HoldsWhatBothKnow()
    {
        InMemorySource images = new([.. Enumerable.Range(0, 70).Select(i => new Image(new byte[] { (byte)i, 2, 3 }, 1, 1, 3))], [.. Enumerable.Range(0, 70).Select(i => i % 2)], ["even", "odd"]);
        using ChannelEmbedder embedder = new();

        using EmbeddingSet set = EmbeddingSet.Of(embedder, images);

        (set.Count, set.Dimension, set.ModelId).Should().Be((70, 3, embedder.ModelId));
        set.ClassNames.Should().Equal("even", "odd");
        set.Row(69).ToArray().Should().Equal(69, 2, 3);
        set.GetLabel(69).Should().Be(1);
        set.HasPaths.Should().BeFalse();
    }

    [Fact]
    public void Of_OwnEmbeddings_GivesThemBack()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        using EmbeddingSet again = EmbeddingSet.Of(set.ToEmbeddings(), set.ClassNames, set.ModelId);

        SampleEmbeddings.ShouldBeEqual(again, set);
        again.ToEmbeddings().Select(image => image.Index).Should().Equal(0, 1, 2);
    }

    [Fact]
    public void ToFeatureSet_SomeWithoutLabel_HasNoLabels()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        FeatureSet features = set.ToFeatureSet();

        features.HasLabels.Should().BeFalse();
        features.Values.ToArray().Should().Equal(SampleEmbeddings.Values);
        features.ClassNames.Should().Equal(SampleEmbeddings.ClassNames);
    }

    [Fact]
    public void ToEmbeddingSet_AndBack_GivesTheSame()
    {
        FeatureSet features = new([.. SampleEmbeddings.Values], 2, [1, 0, 1], ["a", "b"]);

        using EmbeddingSet set = features.ToEmbeddingSet(SampleEmbeddings.Paths, "model");
        FeatureSet back = set.ToFeatureSet();

        (set.ModelId, set.GetPath(2), set.GetLabel(2)).Should().Be(("model", SampleEmbeddings.Paths[2], 1));
        back.Values.ToArray().Should().Equal(features.Values.ToArray());
        back.Labels.ToArray().Should().Equal(1, 0, 1);
        back.ClassNames.Should().Equal("a", "b");
    }
}
