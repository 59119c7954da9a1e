using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Training;

/// <summary>Makes batches of views on worker threads ahead of their use.</summary>
/// <remarks>
/// The same requests give the same bytes for any number of workers: a view depends on (seed, epoch, image, view) only. At most the given
/// number of batches is made ahead, in buffers that are used again. Leaving the enumeration early stops the workers.
/// </remarks>
public sealed class ViewLoader
{
    private readonly TolerantReader _reader;
    private readonly int _images;
    private readonly ViewGenerator _views;
    private readonly int _workers;
    private readonly int _prefetchBatches;
    private int _firstImage;
    private int _firstChannels;

    /// <summary>Creates a loader and makes the views of the first image once to learn their shape.</summary>
    /// <param name="source">The images; read from several threads at once.</param>
    /// <param name="views">Makes the views; all its branches must give views of one shape.</param>
    /// <param name="workers">Number of threads; 0 is one per processor.</param>
    /// <param name="prefetchBatches">Batches made ahead, at least 1.</param>
    /// <exception cref="ArgumentException">The source is empty, or the branches give different shapes.</exception>
    /// <exception cref="ViewGenerationException">The first image cannot be read or augmented.</exception>
    public ViewLoader(IImageSource source, ViewGenerator views, int workers = 0, int prefetchBatches = 2)
        : this(source, views, new TrainingOptions { Workers = workers, PrefetchBatches = prefetchBatches }, NullLogger.Instance)
    {
    }

    /// <summary>A loader for a training; <paramref name="logger"/> receives a warning for each image that is left out.</summary>
    internal ViewLoader(IImageSource source, ViewGenerator views, TrainingOptions options, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(views);
        ArgumentOutOfRangeException.ThrowIfNegative(options.Workers, "workers");
        ArgumentOutOfRangeException.ThrowIfLessThan(options.PrefetchBatches, 1, "prefetchBatches");
        if (source.Count == 0)
            throw new ArgumentException("The image source is empty; at least one image is needed.", nameof(source));
        _reader = new TolerantReader(source, options.UnreadableImages, logger);
        _images = source.Count;
        _views = views;
        _workers = options.Workers == 0 ? Environment.ProcessorCount : options.Workers;
        _prefetchBatches = options.PrefetchBatches;
        ViewShape = MeasureViews();
    }

    /// <summary>Shape of every view.</summary>
    public ViewShape ViewShape { get; }

    /// <summary>Views of each image.</summary>
    public int Views => _views.Branches.Count;

    /// <summary>Images that could not be read and were left out, in order.</summary>
    internal IReadOnlyList<int> SkippedImages => _reader.Skipped;

    /// <summary>Makes the requested batches, in their order.</summary>
    /// <param name="requests">What to make; enumerated lazily, by one thread at a time, as far as batches are made ahead.</param>
    /// <param name="cancellationToken">Ends the enumeration with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Batches; each is valid until the next is asked for.</returns>
    /// <exception cref="ViewGenerationException">An image could not be read or augmented, or its view has another shape.</exception>
    public IEnumerable<ViewBatch> Load(IEnumerable<BatchRequest> requests, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return Enumerate(requests, cancellationToken);
    }

    /// <summary>Makes the views of one image of a batch; false where the image cannot be read and is to be left out.</summary>
    internal bool TryMakeViews(BatchSlot slot, int position, View view, RandomStream random)
    {
        BatchRequest request = slot.Request;
        int index = request.Indices[position];
        Image? image = null;
        try
        {
            image = _reader.Read(index);
            if (image is null)
                return false;
            for (int branch = 0; branch < Views; branch++)
            {
                _views.Generate(image, index, request.Epoch, branch, view, random);
                if (view.Shape != ViewShape)
                    throw OtherShape(branch, view.Shape);
                view.CopyTo(slot.ValuesOf(branch, position, ViewShape.Length), PixelLayout.Interleaved);
            }

            return true;
        }
        catch (ArgumentException refusal) when (image is not null && image.Channels != _firstChannels)
        {
            string reason = ChannelMismatch.Describe(index, image.Channels, _firstImage, _firstChannels);
            throw new ViewGenerationException(index, request.Epoch, new ArgumentException(reason, refusal));
        }
        catch (Exception exception)
        {
            throw new ViewGenerationException(index, request.Epoch, exception);
        }
    }

    private ArgumentException OtherShape(int branch, ViewShape size) => new(
        $"View {branch} has shape {size}, but the views of image {_firstImage} have {ViewShape}; "
        + "end the pipeline with a crop or resize to one size.");

    private IEnumerable<ViewBatch> Enumerate(IEnumerable<BatchRequest> requests, CancellationToken cancellationToken)
    {
        using ViewWorkers workers = new(this, requests, _workers, _prefetchBatches + 1, cancellationToken);
        while (workers.TakeNext() is { } slot)
        {
            FillGaps(slot);
            yield return new ViewBatch(slot.Request, ViewShape, Views, slot.Values);
            workers.Release(slot);
        }
    }

    // Here and not in the workers, position by position: which image takes which place must not depend on who is first.
    private void FillGaps(BatchSlot slot)
    {
        View view = new();
        RandomStream random = new(_views.Seed);
        foreach (int position in slot.Missing)
        {
            int missing = slot.Request.Indices[position];
            bool filled = Enumerable.Range(1, _images - 1)
                .Select(step => (int)(((long)missing + step) % _images))
                .Except(slot.Request.Indices)
                .Any(candidate =>
                {
                    slot.Replace(position, candidate);
                    return TryMakeViews(slot, position, view, random);
                });
            if (!filled)
                throw TooFewImages(missing, slot.Request.Indices.Count);
        }
    }

    private ViewGenerationException TooFewImages(int missing, int batch)
    {
        int left = _reader.Skipped.Count;
        ImageReadException failure = _reader.Failure(missing)!;
        return new ViewGenerationException(
            $"{left} of {_images} images cannot be read and were left out, and the {_images - left} that remain do not fill a batch of "
            + $"{batch}. Choose a BatchSize (or MicroBatchSize) of at most {_images - left}, or mend the images. "
            + $"Image {missing}: {failure.Message}",
            missing,
            failure);
    }

    private ViewShape MeasureViews()
    {
        for (int index = 0; index < _images; index++)
            if (MeasureViews(index) is { } size)
                return size;
        ImageReadException failure = _reader.Failure(0)!;
        throw new ViewGenerationException($"None of {_images} images can be read. Image 0: {failure.Message}", 0, failure);
    }

    private ViewShape? MeasureViews(int index)
    {
        View view = new();
        RandomStream random = new(_views.Seed);
        try
        {
            if (_reader.Read(index) is not { } image)
                return null;
            (_firstImage, _firstChannels) = (index, image.Channels);
            ViewShape[] sizes = [.. Enumerable.Range(0, Views).Select(Measure)];
            return sizes.Distinct().Count() == 1
                ? sizes[0]
                : throw new ArgumentException(
                    $"All views of an image must have one shape, but the branches give {string.Join(", ", sizes)}.");

            ViewShape Measure(int branch)
            {
                _views.Generate(image, index, 0, branch, view, random);
                // A resize at the end waits until then; it may refuse a thin image.
                _ = view.Pixels;
                return view.Shape;
            }
        }
        catch (Exception exception) when (exception is not ArgumentException)
        {
            throw new ViewGenerationException(index, 0, exception);
        }
    }
}
