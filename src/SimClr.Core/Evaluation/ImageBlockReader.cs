using System.Runtime.ExceptionServices;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Evaluation;

/// <summary>Reads images as floats into managed memory, on several threads; the result does not depend on their number.</summary>
/// <remarks>One caller at a time. Torch is never touched.</remarks>
internal sealed class ImageBlockReader
{
    private readonly IImageSource _source;
    private readonly IAugmentation? _preprocessing;
    private readonly PixelLayout _layout;
    private readonly View[] _views;
    private readonly RandomStream[] _streams;
    private readonly int[] _channels;
    private readonly int _firstChannels;

    public ImageBlockReader(IImageSource source, IAugmentation? preprocessing, PixelLayout layout, int workers)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Count == 0)
            throw new ArgumentException("Expected at least one image, found an empty source.", nameof(source));
        _source = source;
        _preprocessing = preprocessing;
        _layout = layout;
        _views = [.. Enumerable.Range(0, workers).Select(_ => new View())];
        _streams = [.. Enumerable.Range(0, workers).Select(_ => new RandomStream(0))];
        _channels = new int[workers];
        Size = MeasureFirst();
        _firstChannels = _channels[0];
    }

    /// <summary>Shape of the first image after preprocessing, which all others must have.</summary>
    public ViewShape Size { get; }

    /// <summary>All images in order, in blocks; the next block is read while the caller works on this one.</summary>
    /// <remarks>A block's memory is valid until the next block is asked for.</remarks>
    public IEnumerable<ImageBlock> ReadAll(int blockSize, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        int length = BlockLength(Math.Min(blockSize, _source.Count));
        (float[] present, float[] coming) = (new float[length], new float[length]);
        Task reading = Start(0, present);
        try
        {
            for (int first = 0; first < _source.Count; first += blockSize)
            {
                reading.GetAwaiter().GetResult();
                int count = Math.Min(blockSize, _source.Count - first);
                if (first + count < _source.Count)
                    reading = Start(first + count, coming);
                yield return new ImageBlock(first, count, present);
                (present, coming) = (coming, present);
            }
        }
        finally
        {
            // The source is the caller's: whatever the reason for leaving, no thread may still be reading it afterwards.
            stop.Cancel();
            reading.ContinueWith(static ended => ended.Exception, TaskScheduler.Default).Wait(CancellationToken.None);
        }

        Task Start(int first, float[] buffer)
            => Task.Run(() => Read(first, Math.Min(blockSize, _source.Count - first), buffer, stop.Token), CancellationToken.None);
    }

    /// <summary>Reads some images into the beginning of a buffer.</summary>
    /// <exception cref="ArgumentException">An image differs in shape from the first.</exception>
    public void Read(int first, int count, float[] buffer, CancellationToken cancellationToken)
    {
        Exception?[] failures = new Exception?[count];
        Parallel.For(0, _views.Length, worker =>
        {
            for (int i = worker; i < count && !cancellationToken.IsCancellationRequested; i += _views.Length)
                failures[i] = TryRead(first + i, buffer.AsSpan(i * Size.Length, Size.Length), worker);
        });
        cancellationToken.ThrowIfCancellationRequested();
        // Of several failures always the first image's is reported, however the threads ran.
        if (Array.Find(failures, failure => failure is not null) is { } firstFailure)
            ExceptionDispatchInfo.Throw(firstFailure);
    }

    private int BlockLength(int images)
    {
        long length = (long)images * Size.Length;
        return length <= Array.MaxLength
            ? (int)length
            : throw new ArgumentException(
                $"{images} images of the shape {Size} (channels, height, width), which image 0 has, are more than a batch can hold. Resize "
                + "or crop them in the preprocessing, or choose a smaller batch.");
    }

    private ViewShape MeasureFirst()
    {
        try
        {
            View view = MakeView(0, worker: 0);
            // A resize at the end waits until then; it may refuse a thin image.
            _ = view.Pixels;
            return view.Shape;
        }
        catch (ArgumentException refusal)
        {
            throw Named(0, refusal);
        }
    }

    private Exception? TryRead(int index, Span<float> destination, int worker)
    {
        _channels[worker] = _firstChannels;
        try
        {
            View view = MakeView(index, worker);
            if (view.Shape != Size)
                return OtherChannels(index, worker, null) ?? OtherShape(index, view.Shape);
            view.CopyTo(destination, _layout);
            return null;
        }
        catch (ArgumentException refusal)
        {
            return OtherChannels(index, worker, refusal) ?? Named(index, refusal);
        }
        catch (Exception exception)
        {
            return exception;
        }
    }

    private ArgumentException? OtherChannels(int index, int worker, ArgumentException? refusal) => _channels[worker] == _firstChannels
        ? null
        : new ArgumentException(ChannelMismatch.Describe(index, _channels[worker], 0, _firstChannels), refusal);

    private ArgumentException OtherShape(int index, ViewShape size) => new(
        $"All images must have one shape; image 0 has {Size}, image {index} has {size} (channels, height, width). Resize or crop them in "
        + "the preprocessing.");

    private static ArgumentException Named(int index, ArgumentException refusal)
        => new($"Image {index} cannot be prepared: {refusal.Message}", refusal);

    private View MakeView(int index, int worker)
    {
        View view = _views[worker];
        Image image = _source.ReadImage(index);
        _channels[worker] = image.Channels;
        view.Reset(image);
        _streams[worker].Reset(seed: 0, epoch: 0, index, view: 0);
        _preprocessing?.Apply(view, _streams[worker]);
        return view;
    }
}
