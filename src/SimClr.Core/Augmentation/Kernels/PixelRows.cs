using SimClr.Core.Data;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>
/// Reads stretches of rows from a view, from its source image if it still has one: as floats, the up to four channels of a group beside
/// each other. Values keep the sample's own scale; <see cref="Gain"/> brings them to [0, 1].
/// </summary>
internal readonly ref struct PixelRows
{
    /// <summary>Channels that are read together.</summary>
    public const int GroupSize = 4;

    private readonly Image? _image;
    private readonly ReadOnlySpan<float> _planes;
    private readonly ViewSize _size;
    private readonly bool _interleaved;

    public PixelRows(View view)
    {
        _image = view.Source;
        _size = view.Size;
        _planes = _image is null ? view.Pixels : [];
        _interleaved = _image is { Layout: PixelLayout.Interleaved } && _size.Channels <= GroupSize;
    }

    /// <summary>Whether the samples are integers, so that [0, 1] is their range.</summary>
    public bool AreIntegers => _image is { SampleType: not SampleType.Float32 };

    /// <summary>The factor that brings the values to [0, 1].</summary>
    public float Gain => _image is null ? 1 : SampleConversion.Gain(_image);

    /// <summary>Floats from one pixel to the next in a row that <see cref="Read"/> has filled.</summary>
    public int PixelStep => _interleaved ? _size.Channels : _size.Channels == 1 ? 1 : GroupSize;

    /// <summary>Reads part of a row.</summary>
    /// <param name="firstChannel">First channel of the group.</param>
    /// <param name="row">Row of the view.</param>
    /// <param name="left">First column.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="result">At least width * <see cref="PixelStep"/> floats.</param>
    public void Read(int firstChannel, int row, int left, int width, Span<float> result)
    {
        if (_interleaved)
        {
            int start = (row * _size.Width + left) * _size.Channels;
            SampleConversion.Read(_image!, start, result[..(width * _size.Channels)]);
            return;
        }

        int channels = Math.Min(GroupSize, _size.Channels - firstChannel);
        int step = PixelStep;
        bool scattered = _image is { Layout: PixelLayout.Interleaved };
        for (int channel = 0; channel < channels; channel++)
        {
            Span<float> lane = result.Slice(channel, (width - 1) * step + 1);
            (int start, int stride) = scattered
                ? ((row * _size.Width + left) * _size.Channels + firstChannel + channel, _size.Channels)
                : (((firstChannel + channel) * _size.Height + row) * _size.Width + left, 1);
            if (_image is null)
                Spread(_planes.Slice(start, width), lane, step);
            else
                SampleConversion.Read(_image, start, stride, lane, step);
        }
    }

    private static void Spread(ReadOnlySpan<float> values, Span<float> lane, int step)
    {
        for (int at = 0, x = 0; x < values.Length; x++, at += step)
            lane[at] = values[x];
    }
}
