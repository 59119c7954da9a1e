namespace SimClr.Core.Loading;

/// <summary>A run of consecutive images as floats; its memory is used again for a later run.</summary>
internal sealed class ImageBlock
{
    private int _imageLength;
    private float[] _pixels = [];

    /// <summary>Index of its first image.</summary>
    public int First { get; private set; }

    /// <summary>Number of images.</summary>
    public int Count { get; private set; }

    /// <summary>The values, one image after the other, for native code.</summary>
    public Memory<float> Memory => _pixels.AsMemory(0, Count * _imageLength);

    /// <summary>The values, one image after the other.</summary>
    public ReadOnlySpan<float> Pixels => _pixels.AsSpan(0, Count * _imageLength);

    /// <summary>Starts another run.</summary>
    public void Begin(int first, int count, int imageLength)
    {
        (First, Count, _imageLength) = (first, count, imageLength);
        if (_pixels.Length < count * imageLength)
            _pixels = GC.AllocateUninitializedArray<float>(count * imageLength);
    }

    /// <summary>Where the values of one of the images belong.</summary>
    public Span<float> PixelsOf(int position) => _pixels.AsSpan(position * _imageLength, _imageLength);
}
