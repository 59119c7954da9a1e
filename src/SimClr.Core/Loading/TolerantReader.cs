using Microsoft.Extensions.Logging;
using SimClr.Core.Data;

namespace SimClr.Core.Loading;

/// <summary>Reads a source's images, and remembers those that could not be read, so that each is tried once. Thread-safe.</summary>
internal sealed class TolerantReader(IImageSource source, UnreadableImages handling, ILogger logger)
{
    private readonly Dictionary<int, ImageReadException> _failures = [];

    /// <summary>Images of the source.</summary>
    public int Count { get; } = source.Count;

    /// <summary>The images that could not be read, in order.</summary>
    public IReadOnlyList<int> Skipped
    {
        get
        {
            lock (_failures)
                return [.. _failures.Keys.Order()];
        }
    }

    /// <summary>The file of an image, if the source knows it.</summary>
    public string? PathOf(int index) => source.GetPath(index);

    /// <summary>Reads an image; null where it cannot be read and is to be left out.</summary>
    /// <exception cref="InvalidOperationException">The source returned null, whatever the handling.</exception>
    public Image? Read(int index)
    {
        if (handling == UnreadableImages.Throw)
            return source.ReadImage(index);
        if (Failure(index) is not null)
            return null;
        try
        {
            return source.ReadImage(index);
        }
        catch (ImageReadException exception)
        {
            lock (_failures)
            {
                if (_failures.TryAdd(index, exception))
                    logger.LogWarning(exception, "Image {Index} is left out from here on: {Reason}", index, exception.Message);
            }

            return null;
        }
    }

    /// <summary>Why an image could not be read; null where it was not tried, or could.</summary>
    public ImageReadException? Failure(int index)
    {
        lock (_failures)
            return _failures.GetValueOrDefault(index);
    }
}
