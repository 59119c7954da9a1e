using System.Runtime.Intrinsics;
using SimClr.Core.Numerics.BatchNorms;

namespace SimClr.Core.Numerics.Winograd;

/// <summary>
/// Rows of pixels with a border of zeros, copied one after the other as they are asked for; the last four rows of an image stay.
/// </summary>
internal sealed unsafe class PaddedRows : IDisposable
{
    private const int Kept = 4;

    private readonly ChannelsLastImages _images;
    private readonly ChannelAffine? _activation;
    private readonly int _first;
    private readonly int _channels;
    private readonly int _length;
    private readonly NativeFloats _rows;
    private readonly int[] _held = [-1, -1, -1, -1];

    /// <param name="images">Of which rows are asked for.</param>
    /// <param name="activation">Batch norm and ReLU that the pixels go through as they are copied, or null.</param>
    /// <param name="first">The first channel that is copied, a multiple of 8.</param>
    /// <param name="channels">How many are copied, likewise.</param>
    public PaddedRows(ChannelsLastImages images, ChannelAffine? activation, int first, int channels)
    {
        (_images, _activation, _first, _channels) = (images, activation, first, channels);
        _length = 2 * (TileGrid.RowsOf(images.Width) + 1) * channels;
        _rows = new NativeFloats((Kept + 1L) * _length); // The last is a row outside.
    }

    /// <summary>A row from the pixel left of the image on, up to the last pixel that a tile reaches.</summary>
    /// <param name="image">Number of the image.</param>
    /// <param name="row">From -1 on; those outside are zeros.</param>
    /// <returns>Valid until the fourth other row is asked for.</returns>
    public float* Of(int image, int row)
    {
        if ((uint)row >= (uint)_images.Height)
            return _rows.Values + Kept * (nint)_length;
        int slot = row % Kept, number = image * _images.Height + row;
        float* to = _rows.Values + slot * (nint)_length;
        if (_held[slot] != number)
        {
            Copy(_images.Values + (nint)number * _images.Width * _images.Channels + _first, to + _channels);
            _held[slot] = number;
        }

        return to;
    }

    public void Dispose() => _rows.Dispose();

    private void Copy(float* from, float* to)
    {
        if (_activation is not null)
        {
            Activate(from, to, _activation);
            return;
        }

        if (_channels == _images.Channels)
        {
            CopyValues(from, to, _images.Width * _channels);
            return;
        }

        for (int column = 0; column < _images.Width; column++, from += _images.Channels, to += _channels)
            CopyValues(from, to, _channels);
    }

    private void Activate(float* from, float* to, ChannelAffine activation)
    {
        fixed (float* scales = &activation.Scale[_first], shifts = &activation.Shift[_first])
        {
            for (int column = 0; column < _images.Width; column++, from += _images.Channels, to += _channels)
            {
                for (int channel = 0; channel < _channels; channel += WinogradTransforms.Vector)
                {
                    Vector256<float> value = Vector256.Load(from + channel) * Vector256.Load(scales + channel) + Vector256.Load(shifts + channel);
                    Vector256<float> below = Vector256.LessThan(value, Vector256<float>.Zero);
                    Vector256.AndNot(value, below).Store(to + channel); // NaN stays NaN.
                }
            }
        }
    }

    private static void CopyValues(float* from, float* to, int length) => new ReadOnlySpan<float>(from, length).CopyTo(new Span<float>(to, length));
}
