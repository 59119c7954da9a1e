using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Embeddings;

/// <summary>An embedder behind the parts of Microsoft.Extensions.AI, as a service container makes it.</summary>
public sealed class EmbeddingServiceTests
{
    [Fact]
    public async Task AddEmbeddingGenerator_PartsAround_GivesTheEmbeddersVectors()
    {
        ServiceCollection services = new();
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddEmbeddingGenerator<Image, Embedding<float>>(_ => new ChannelEmbedder())
            .UseLogging()
            .Use((images, options, inner, token) => inner.GenerateAsync(images.Reverse(), options, token));
        IEmbeddingGenerator<Image, Embedding<float>> generator;
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            generator = provider.GetRequiredService<IEmbeddingGenerator<Image, Embedding<float>>>();
            Image first = new(new byte[] { 1, 2, 3 }, 1, 1, 3), second = new(new byte[] { 4, 5, 6 }, 1, 1, 3);

            GeneratedEmbeddings<Embedding<float>> vectors = await generator.GenerateAsync([first, second]);

            vectors[0].Vector.ToArray().Should().Equal([4, 5, 6], "the part in between has turned the order");
            vectors[1].ModelId.Should().Be("first-pixel-1");
            generator.GetService<EmbeddingGeneratorMetadata>()!.DefaultModelDimensions.Should().Be(3);
            generator.GetService<ChannelEmbedder>().Should().NotBeNull("it is behind the others");
        }
    }
}
