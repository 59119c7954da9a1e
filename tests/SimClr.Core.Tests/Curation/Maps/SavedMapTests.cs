using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Tests.Data;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Curation.Maps;

/// <summary>Maps in files: the same after reading, and strictly read.</summary>
public sealed class SavedMapTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddingSet _set = MapSets.Groups(12, 4, 3, seed: 171, width: 0.7);

    private string Path => _folder.At("map.safetensors");

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "\"Version\":1", "\"Version\":2", "Expected version 1 of its layout, found 2." },
        { "\"Count\":12", "\"Count\":11", "'points' has shape [12, 2] instead of [11, 2]." },
        { "\"Count\":12", "\"Count\":0", "Expected a map of at least one vector with a perplexity from 1, found *" },
        { "\"Dimension\":4", "\"Dimension\":-4", "Expected a map of at least one vector with a perplexity from 1, found *" },
        { "\"Perplexity\":3", "\"Perplexity\":-3", "Expected a map of at least one vector with a perplexity from 1, found *" },
        { "\"Vectors\":", "\"Other\":", "*Other*" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_SavedMap_IsTheSameAndPlacesAlike()
    {
        EmbeddingMap saved = EmbeddingMap.Fit(_set);
        saved.Save(Path);
        EmbeddingMap loaded = EmbeddingMap.Load(Path);

        loaded.Points.ToArray().Should().Equal(saved.Points.ToArray());
        (loaded.Count, loaded.Dimension, loaded.Perplexity).Should().Be((12, 4, saved.Perplexity));
        EmbeddingSet added = MapSets.Groups(3, 4, 3, seed: 181, width: 0.7);
        loaded.Place(_set, added).Should().Equal(saved.Place(_set, added));
        LiveTensors.LeftBy(3, () => EmbeddingMap.Load(Path)).Should().Be(0);
        LiveTensors.LeftBy(3, () => saved.Save(Path)).Should().Be(0);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Load_OtherMap_SaysWhatIsWrong(string part, string replacement, string message)
    {
        EmbeddingMap.Fit(_set).Save(Path);
        Rewrite(text => text.Replace(part, replacement, StringComparison.Ordinal), 0);
        FluentActions.Invoking(() => EmbeddingMap.Load(Path)).Should().Throw<SafeTensorsException>()
            .WithMessage($"{Path} holds no map of embeddings as expected: {message}");
    }

    [Fact]
    public void Load_PointThatIsNone_SaysWhich()
    {
        EmbeddingMap.Fit(_set).Save(Path);
        Rewrite(text => text, float.NaN);
        FluentActions.Invoking(() => EmbeddingMap.Load(Path)).Should().Throw<SafeTensorsException>().WithMessage("*: Point 1 is *; all must be finite.");
    }

    private void Rewrite(Func<string, string> change, float added)
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(Path);
        string text = file.Metadata["simclr.map"];
        string changed = change(text);
        (changed != text || added != 0).Should().BeTrue("otherwise nothing is tested");
        using Tensor points = file.Tensors["points"].clone();
        points[1, 0] += added;
        SafeTensorsFile.Write(
            Path, new Dictionary<string, Tensor> { ["points"] = points }, new Dictionary<string, string> { ["simclr.map"] = changed });
    }
}
