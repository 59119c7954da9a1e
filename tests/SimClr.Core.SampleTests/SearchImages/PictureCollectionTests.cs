using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using SimClr.Core.Data;
using SimClr.Core.Samples.SearchImages;

namespace SimClr.Core.SampleTests.SearchImages;

public sealed class PictureCollectionTests : IDisposable
{
    private readonly PictureCollection _pictures = new("pictures", new Gray());

    public void Dispose() => _pictures.Dispose();

    [Fact]
    public async Task SearchAsync_VectorsAndImages_GiveTheNearestInOrder()
    {
        await FillAsync();

        foreach (object wanted in new object[] { new float[] { 1, 0 }, new Embedding<float>(new float[] { 1, 0 }), new Image(new byte[] { 9 }, 1, 1, 1) })
        {
            List<VectorSearchResult<IndexedPicture>> found = await _pictures.SearchAsync(wanted, 2).ToListAsync();
            found.Select(result => result.Record.Path).Should().Equal("east", "north-east");
            found[0].Score.Should().BeApproximately(1, 1e-6);
            found[1].Score.Should().BeApproximately(Math.Sqrt(0.5), 1e-6);
        }
    }

    [Fact]
    public async Task SearchAsync_FilterSkipAndThreshold_LeaveTheRest()
    {
        await FillAsync();
        float[] east = [1, 0];

        (await PathsAsync(new() { Filter = picture => picture.Path != "east" })).Should().Equal("north-east", "north", "west");
        (await PathsAsync(new() { Skip = 1 })).Should().Equal("north-east", "north", "west");
        (await PathsAsync(new() { ScoreThreshold = 0.5 })).Should().Equal("east", "north-east");

        async Task<List<string>> PathsAsync(VectorSearchOptions<IndexedPicture> options)
            => await _pictures.SearchAsync(east, 10, options).Select(result => result.Record.Path).ToListAsync();
    }

    [Fact]
    public async Task GetUpsertAndDelete_ByKey_ChangeOneRecord()
    {
        await FillAsync();
        await _pictures.UpsertAsync(new IndexedPicture { Path = "east", Vector = new float[] { 2, 0 } });
        await _pictures.DeleteAsync("west");

        _pictures.Count.Should().Be(3);
        (await _pictures.GetAsync("east"))!.Vector.ToArray().Should().Equal(2, 0);
        (await _pictures.GetAsync("west")).Should().BeNull();
        (await _pictures.GetAsync(picture => picture.Path.StartsWith("north"), 1).Select(picture => picture.Path).ToListAsync()).Should().Equal("north");
        await _pictures.EnsureCollectionDeletedAsync();
        _pictures.Count.Should().Be(0);
    }

    [Fact]
    public async Task SearchAsync_OtherInput_SaysWhatIsExpected()
        => await new Func<Task>(async () => await _pictures.SearchAsync("a cat", 1).ToListAsync())
            .Should().ThrowAsync<NotSupportedException>().WithMessage("*an image or a vector*System.String*");

    private Task FillAsync() => _pictures.UpsertAsync(
    [
        new() { Path = "west", Vector = new float[] { -1, 0 } },
        new() { Path = "north-east", Vector = new float[] { 3, 3 } },
        new() { Path = "north", Vector = new float[] { 0, 2 } },
        new() { Path = "east", Vector = new float[] { 5, 0 } },
    ]);

    private sealed class Gray : IEmbeddingGenerator<Image, Embedding<float>>
    {
        public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
            IEnumerable<Image> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
            => Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(image => new Embedding<float>(new float[] { image.Bytes[0], 0 }))));

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
