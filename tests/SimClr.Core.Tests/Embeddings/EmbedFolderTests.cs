using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Embeddings;
using SimClr.Core.Interop;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;

namespace SimClr.Core.Tests.Embeddings;

public sealed class EmbedFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Encoder _encoder = ImageEmbedderTests.EncoderOf("folded");
    private readonly ImageEmbedder _embedder;

    public EmbedFolderTests()
        => _embedder = new ImageEmbedder(_encoder, new ImagePreprocessing(new ViewShape(3, 16, 16), new EvaluationCrop(16)), new() { BatchSize = 2 });

    public void Dispose()
    {
        _embedder.Dispose();
        _encoder.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task EmbedFolderAsync_FilesAndSubfolders_GivesAllThatAreSoundInOrder()
    {
        string[] paths = PictureFiles.WriteSquares(_folder, 20, 21, 22);
        string below = _folder.Write("z/deep.png", File.ReadAllBytes(paths[0]));
        _folder.Write("damaged.png", "no picture");
        List<(int Done, int All)> reports = [];
        List<ImageEmbedding> embeddings = [];

        await foreach (ImageEmbedding image in _embedder.EmbedFolderAsync(_folder.Path, new Reports(reports)))
            embeddings.Add(image);

        embeddings.Select(image => image.Path).Should().Equal([.. paths, below]);
        EmbeddingVectors.ShouldBeEqual(embeddings[3].Vector, _embedder.Embed(paths[0]));
        reports.Should().Equal((1, 4), (2, 4), (3, 4), (4, 4));
    }

    [Fact]
    public async Task EmbedFolderAsync_NoFolder_Throws()
    {
        Func<Task> embed = async () => await _embedder.EmbedFolderAsync("nowhere").GetAsyncEnumerator().MoveNextAsync();

        await embed.Should().ThrowAsync<ImageReadException>().WithMessage("*nowhere*");
    }

    [Fact]
    public async Task EmbedAsync_LeftEarly_StopsReading()
    {
        DrawnImages images = new(10_000, side: 16);

        await foreach (ImageEmbedding _ in _embedder.EmbedAsync(images))
            break;

        int reads = images.Reads;
        reads.Should().BeLessThan(images.Count);
        images.Reads.Should().Be(reads, "the work has ended when the loop is left");
    }

    [Fact]
    public async Task EmbedAsync_Canceled_Throws()
    {
        using CancellationTokenSource source = new();
        Func<Task> embed = async () =>
        {
            await foreach (ImageEmbedding _ in _embedder.EmbedAsync(new DrawnImages(10_000, side: 16), cancellationToken: source.Token))
                await source.CancelAsync();
        };

        await embed.Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task EmbedAsync_ImageThatCannotBeRead_Throws()
    {
        Func<Task> embed = async () =>
        {
            await foreach (ImageEmbedding _ in _embedder.EmbedAsync(new DrawnImages(20, side: 16) { FailingIndex = 17 }))
            {
            }
        };

        await embed.Should().ThrowAsync<ImageReadException>().WithMessage("*seventeen*");
    }

    private sealed class Reports(List<(int Done, int All)> reports) : IProgress<(int Done, int All)>
    {
        public void Report((int Done, int All) value) => reports.Add(value);
    }
}
