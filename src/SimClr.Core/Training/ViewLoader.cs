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
    private readonly IImageSource _source;
    private readonly ViewGenerator _views;
    private readonly int _workers;
    private readonly int _prefetchBatches;

    /// <summary>Creates a loader and makes the views of the first image once to learn their shape.</summary>
    /// <param name="source">The images; read from several threads at once.</param>
    /// <param name="views">Makes the views; all its branches must give views of one shape.</param>
    /// <param name="workers">Number of threads; 0 is one per processor.</param>
    /// <param name="prefetchBatches">Batches made ahead, at least 1.</param>
    /// <exception cref="ArgumentException">The source is empty, or the branches give different shapes.</exception>
    /// <exception cref="ViewGenerationException">The first image cannot be read or augmented.</exception>
    public ViewLoader(IImageSource source, ViewGenerator views, int workers = 0, int prefetchBatches = 2)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(views);
        ArgumentOutOfRangeException.ThrowIfNegative(workers);
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetchBatches, 1);
        if (source.Count == 0)
            throw new ArgumentException("The image source is empty; at least one image is needed.", nameof(source));
        _source = source;
        _views = views;
        _workers = workers == 0 ? Environment.ProcessorCount : workers;
        _prefetchBatches = prefetchBatches;
        ViewSize = MeasureViews();
    }

    /// <summary>Shape of every view.</summary>
    public ViewSize ViewSize { get; }

    /// <summary>Views of each image.</summary>
    public int Views => _views.Branches.Count;

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

    internal void MakeViews(BatchSlot slot, int position, View view, RandomStream random)
    {
        BatchRequest request = slot.Request;
        int index = request.Indices[position];
        try
        {
            Image image = _source.Read(index);
            for (int branch = 0; branch < Views; branch++)
            {
                _views.Generate(image, index, request.Epoch, branch, view, random);
                if (view.Size != ViewSize)
                    throw new InvalidOperationException($"View {branch} has shape {view.Size}, but the views of image 0 have {ViewSize}; end the pipeline with a crop or resize to one size.");
                view.CopyTo(slot.ValuesOf(branch, position, ViewSize.Length), PixelLayout.Interleaved);
            }
        }
        catch (Exception exception)
        {
            throw new ViewGenerationException(index, request.Epoch, exception);
        }
    }

    private IEnumerable<ViewBatch> Enumerate(IEnumerable<BatchRequest> requests, CancellationToken cancellationToken)
    {
        using ViewWorkers workers = new(this, requests, _workers, _prefetchBatches + 1, cancellationToken);
        while (workers.TakeNext() is { } slot)
        {
            yield return new ViewBatch(slot.Request, ViewSize, Views, slot.Values);
            workers.Release(slot);
        }
    }

    private ViewSize MeasureViews()
    {
        View view = new();
        RandomStream random = new(_views.Seed);
        try
        {
            Image image = _source.Read(0);
            ViewSize[] sizes = [.. Enumerable.Range(0, Views).Select(Measure)];
            return sizes.Distinct().Count() == 1
                ? sizes[0]
                : throw new ArgumentException($"All views of an image must have one shape, but the branches give {string.Join(", ", sizes)}.");

            ViewSize Measure(int branch)
            {
                _views.Generate(image, 0, 0, branch, view, random);
                return view.Size;
            }
        }
        catch (Exception exception) when (exception is not ArgumentException)
        {
            throw new ViewGenerationException(0, 0, exception);
        }
    }
}
