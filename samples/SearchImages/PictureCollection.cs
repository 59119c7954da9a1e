using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using SimClr.Core.Data;

namespace SimClr.Core.Samples.SearchImages;

/// <summary>
/// A collection in memory, searched from one end to the other by cosine similarity. A database's collection has the same base class, so a
/// program changes from one to the other by one line.
/// </summary>
/// <param name="name">The collection's.</param>
/// <param name="generator">Turns what is searched for into a vector; borrowed.</param>
internal sealed class PictureCollection(string name, IEmbeddingGenerator<Image, Embedding<float>> generator)
    : VectorStoreCollection<string, IndexedPicture>
{
    private readonly ConcurrentDictionary<string, IndexedPicture> _pictures = new(StringComparer.Ordinal);

    public override string Name => name;

    public int Count => _pictures.Count;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => Task.FromResult(true);

    public override Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        _pictures.Clear();
        return Task.CompletedTask;
    }

    public override Task<IndexedPicture?> GetAsync(string key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
        => Task.FromResult(_pictures.GetValueOrDefault(key));

    public override IAsyncEnumerable<IndexedPicture> GetAsync(
        Expression<Func<IndexedPicture, bool>> filter,
        int top,
        FilteredRecordRetrievalOptions<IndexedPicture>? options = null,
        CancellationToken cancellationToken = default)
        => _pictures.Values.Where(filter.Compile()).OrderBy(picture => picture.Path, StringComparer.Ordinal)
            .Skip(options?.Skip ?? 0).Take(top).ToAsyncEnumerable();

    public override Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        _pictures.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    public override Task UpsertAsync(IndexedPicture record, CancellationToken cancellationToken = default)
    {
        _pictures[record.Path] = record;
        return Task.CompletedTask;
    }

    public override async Task UpsertAsync(IEnumerable<IndexedPicture> records, CancellationToken cancellationToken = default)
    {
        foreach (IndexedPicture record in records)
            await UpsertAsync(record, cancellationToken);
    }

    public override async IAsyncEnumerable<VectorSearchResult<IndexedPicture>> SearchAsync<TInput>(
        TInput searchValue,
        int top,
        VectorSearchOptions<IndexedPicture>? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<float> wanted = searchValue switch
        {
            Image image => (await generator.GenerateAsync([image], cancellationToken: cancellationToken))[0].Vector,
            Embedding<float> embedding => embedding.Vector,
            ReadOnlyMemory<float> vector => vector,
            float[] vector => vector,
            _ => throw new NotSupportedException($"Expected an image or a vector to search for, found {typeof(TInput)}."),
        };
        Func<IndexedPicture, bool> filter = options?.Filter?.Compile() ?? (_ => true);
        IEnumerable<VectorSearchResult<IndexedPicture>> nearest = _pictures.Values.Where(filter)
            .Select(picture => new VectorSearchResult<IndexedPicture>(picture, TensorPrimitives.CosineSimilarity(picture.Vector.Span, wanted.Span)))
            .Where(found => !(found.Score < options?.ScoreThreshold))
            .OrderByDescending(found => found.Score).ThenBy(found => found.Record.Path, StringComparer.Ordinal)
            .Skip(options?.Skip ?? 0).Take(top);
        foreach (VectorSearchResult<IndexedPicture> found in nearest)
            yield return found;
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
        => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;
}
