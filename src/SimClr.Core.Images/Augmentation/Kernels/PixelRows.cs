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
    private readonly ViewShape _size;
    private readonly bool _interleaved;

    public PixelRows(View view)
    {
        _image = view.Source;
        _size = view.Shape;
        _planes = _image is null ? view.Pixels : [];
        _interleaved = _image is { Layout: PixelLayout.Interleaved } && _size.Channels <= GroupSize;
    }

    /// <summary>Whether the samples are integers, so that [0, 1] is their range.</summary>
    public bool AreIntegers => _image is { SampleType: not SampleType.Float32 };

    /// <summary>The factor that brings the values to [0, 1].</summary>
    public float Gain => _image is null ? 1 : SampleConversion.Gain(_image);

    /// <summary>Floats from one pixel to the next in a row that <see cref="Read"/> has filled.</summary>
    public int PixelStep => _interleaved ? _size.Channels : _size.Channels == 1 ? 1 : GroupSize;

    /// <summary>Floats of working memory that <see cref="Read"/> needs.</summary>
    public static long LaneLength(int width) => GroupSize * (long)RoundUp(width);

    /// <summary>Reads part of a row.</summary>
    /// <param name="firstChannel">First channel of the group.</param>
    /// <param name="row">Row of the view.</param>
    /// <param name="left">First column.</param>
    /// <param name="width">Number of columns.</param>
    /// <param name="result">At least <see cref="LaneLength"/> floats.</param>
    /// <param name="lanes">Working memory of <see cref="LaneLength"/> floats.</param>
    public void Read(int firstChannel, int row, int left, int width, Span<float> result, Span<float> lanes)
    {
        if (_interleaved)
        {
            SampleConversion.Read(_image!, (row * _size.Width + left) * _size.Channels, result[..(width * _size.Channels)]);
            return;
        }

        if (PixelStep == 1)
        {
            ReadLane(firstChannel, row, left, result[..width]);
            return;
        }

        int pitch = RoundUp(width);
        int channels = Math.Min(GroupSize, _size.Channels - firstChannel);
        for (int channel = 0; channel < channels; channel++)
            ReadLane(firstChannel + channel, row, left, lanes.Slice(channel * pitch, width));
        Transpose4.ToPixels(lanes, pitch, result);
    }

    private void ReadLane(int channel, int row, int left, Span<float> lane)
    {
        int planar = (channel * _size.Height + row) * _size.Width + left;
        if (_image is null)
            _planes.Slice(planar, lane.Length).CopyTo(lane);
        else if (_image.Layout == PixelLayout.Planar)
            SampleConversion.Read(_image, planar, lane);
        else
            SampleConversion.Read(_image, (row * _size.Width + left) * _size.Channels + channel, _size.Channels, lane);
    }

    private static int RoundUp(int width) => (width + PixelFilter.Block - 1) / PixelFilter.Block * PixelFilter.Block;
}
