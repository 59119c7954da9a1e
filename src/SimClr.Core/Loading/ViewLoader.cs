using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Validation;

namespace SimClr.Core.Loading;

/// <summary>Makes batches of views on worker threads ahead of their use.</summary>
/// <remarks>
/// The same requests give the same bytes for any number of workers: a view depends on (seed, epoch, image, view) only. At most the given
/// number of batches is made ahead, in buffers that are used again. Leaving the enumeration early stops the workers. Any number of
/// enumerations may run at once; each has workers and buffers of its own.
/// </remarks>
public sealed class ViewLoader
{
    private readonly IImageSource _source;
    private readonly TolerantReader _reader;
    private readonly ViewMaker _views;
    private readonly int _workers;
    private readonly int _buffers;

    /// <summary>Creates a loader and makes the views of the first image once to learn their shapes.</summary>
    /// <param name="source">The images; read from several threads at once. Labels are read by the thread that takes the batches.</param>
    /// <param name="views">Makes the views, of one shape or several.</param>
    /// <param name="options">Values are copied; null takes the defaults.</param>
    /// <param name="logger">Receives a warning for each image that is left out. Default null: none.</param>
    /// <exception cref="ArgumentException">The source is empty, or an operation refuses the first image.</exception>
    /// <exception cref="ViewGenerationException">The first image cannot be read or augmented.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public ViewLoader(IImageSource source, ViewGenerator views, ViewLoaderOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(views);
        options = OptionsGuard.Validate(options ?? new ViewLoaderOptions(), new ViewLoaderOptionsValidator());
        if (source.Count == 0)
            throw new ArgumentException("The image source is empty; at least one image is needed.", nameof(source));
        _source = source;
        _reader = new TolerantReader(source, options.UnreadableImages, logger ?? NullLogger.Instance);
        _views = new ViewMaker(_reader, views);
        _workers = options.Workers;
        _buffers = options.PrefetchBatches + 1;
    }

    /// <summary>The groups of views of one shape, at least one, in the order in which their first views are made.</summary>
    public IReadOnlyList<ViewGroup> Groups => _views.Layout.Groups;

    /// <summary>Views of each image, all groups together.</summary>
    public int Views => _views.Layout.Views;

    /// <summary>Indices of the images that could not be read and were left out, in order; of all enumerations so far.</summary>
    public IReadOnlyList<int> SkippedImages => _reader.Skipped;

    /// <summary>Makes the requested batches, in their order.</summary>
    /// <param name="requests">What to make; enumerated lazily, by one thread at a time, as far as batches are made ahead.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Batches; each is valid until the next is asked for.</returns>
    /// <exception cref="InvalidOperationException">The views of one shape of a batch have more values than an array can hold.</exception>
    /// <exception cref="ViewGenerationException">
    /// An image could not be read or augmented, its view has another shape than that of the first image, or its label is out of range.
    /// Thrown when the batch of that image is asked for; of several failures it is always that of the first image.
    /// </exception>
    public IEnumerable<TrainingBatch> Load(IEnumerable<BatchRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return Enumerate(requests, cancellationToken);
    }

    private IEnumerable<TrainingBatch> Enumerate(IEnumerable<BatchRequest> requests, CancellationToken cancellationToken)
    {
        using IEnumerator<BatchRequest> pending = requests.GetEnumerator();
        Substitution substitution = new(_reader, _views);
        foreach (BatchBuffer buffer in PrefetchingReader.Read(new BatchFiller(_views, pending), _workers, _buffers, cancellationToken))
        {
            substitution.FillGaps(buffer);
            // Only now is it certain which images the batch holds.
            yield return new TrainingBatch(_source, buffer.Request, _views.Layout, Labels(buffer.Request.Indices), buffer.Values);
        }
    }

    private int[] Labels(IReadOnlyList<int> indices)
        => _source.ClassNames.Count == 0 ? [] : [.. indices.Select(Label)];

    private int Label(int index)
    {
        if (_source.GetLabel(index) is not { } label)
            return TrainingBatch.NoLabel;
        if ((uint)label < (uint)_source.ClassNames.Count)
            return label;
        string problem = $"The label of {_source.NameOf(index)} is {label}, but the source names {_source.ClassNames.Count} classes.";
        throw new ViewGenerationException(problem, index, new ArgumentException(problem));
    }
}
