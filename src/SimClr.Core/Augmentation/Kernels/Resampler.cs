using System.Numerics;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Antialiased resize of a part of a view.</summary>
/// <remarks>
/// Rows first, then columns, as PIL does. Each source row of the crop is read and filtered once, when the first output row needs it, into a
/// ring of as many rows as an output row has taps; so the intermediate image stays in the first-level cache.
/// </remarks>
internal readonly ref struct Resampler
{
    private readonly PixelRows _rows;
    private readonly CropBox _box;
    private readonly ViewSize _size;
    private readonly ResampleTaps _horizontal;
    private readonly ResampleTaps _vertical;
    private readonly bool _overshoots;
    private readonly float _lower;
    private readonly float _upper;
    private readonly int _pitch;
    private readonly Span<float> _line;
    private readonly Span<float> _lane;
    private readonly Span<float> _ring;

    private Resampler(View view, CropBox box, ViewSize size, ResizeInterpolation interpolation)
    {
        (_box, _size) = (box, size);
        _rows = new PixelRows(view);
        // A cubic filter overshoots; PIL, working in bytes, clips after each of the two passes. Integer samples are clipped in any case,
        // because rounding may leave [0, 1] by a hair; float samples may have a range of their own.
        _overshoots = interpolation == ResizeInterpolation.Bicubic;
        (_lower, _upper) = _overshoots || _rows.AreIntegers ? (0, 1) : (float.NegativeInfinity, float.PositiveInfinity);
        _pitch = RoundUp(size.Width, Math.Max(Vector<float>.Count, PixelFilter.Block));
        int horizontal = ResampleTaps.MemoryLength(box.Width, size.Width, _pitch, interpolation);
        int vertical = ResampleTaps.MemoryLength(box.Height, size.Height, size.Height, interpolation);
        int lane = PixelRows.LaneLength(box.Width);
        int line = lane + PixelRows.GroupSize;
        int ring = ResampleTaps.MaximumCount(box.Height, size.Height, interpolation) * PixelRows.GroupSize * _pitch;
        Span<float> memory = view.Scratch(horizontal + vertical + line + lane + ring);
        _horizontal = ResampleTaps.Create(box.Width, size.Width, _pitch, interpolation, _rows.Gain, memory[..horizontal]);
        _vertical = ResampleTaps.Create(box.Height, size.Height, size.Height, interpolation, 1, memory.Slice(horizontal, vertical));
        _line = memory.Slice(horizontal + vertical, line);
        _lane = memory.Slice(horizontal + vertical + line, lane);
        _ring = memory.Slice(horizontal + vertical + line + lane, ring);
    }

    /// <summary>Resizes a part of the view; the result becomes the view's content.</summary>
    /// <exception cref="ArgumentException">The box is not inside the view.</exception>
    public static void Resize(View view, CropBox box, int height, int width, ResizeInterpolation interpolation)
    {
        ArgumentNullException.ThrowIfNull(view);
        ViewSize size = new(view.Size.Channels, height, width);
        Resampler resampler = new(view, box.Inside(view.Size), size, interpolation);
        resampler.Run(view.Prepare(size));
        view.Commit(size);
    }

    private void Run(Span<float> result)
    {
        int area = _size.Height * _size.Width;
        for (int channel = 0; channel < _size.Channels; channel += PixelRows.GroupSize)
        {
            int channels = Math.Min(PixelRows.GroupSize, _size.Channels - channel);
            RunGroup(channel, channels, result.Slice(channel * area, channels * area));
        }
    }

    private void RunGroup(int firstChannel, int channels, Span<float> result)
    {
        int area = _size.Height * _size.Width;
        int count = _vertical.Count;
        Span<int> offsets = stackalloc int[count];
        int next = 0;
        for (int y = 0; y < _size.Height; y++)
        {
            int start = _vertical.Starts[y];
            for (next = Math.Max(next, start); next < start + count; next++)
                FilterRow(firstChannel, channels, next);
            for (int tap = 0; tap < count; tap++)
                offsets[tap] = (start + tap) % count * PixelRows.GroupSize * _pitch;
            ReadOnlySpan<float> weights = _vertical.Weights.Slice(y * count, count);
            for (int channel = 0; channel < channels; channel++)
            {
                Span<float> row = result.Slice(channel * area + y * _size.Width, _size.Width);
                WeightedSum.Compute(_ring[(channel * _pitch)..], offsets, weights, row, _lower, _upper);
            }
        }
    }

    private void FilterRow(int firstChannel, int channels, int row)
    {
        Span<float> slot = _ring.Slice(row % _vertical.Count * PixelRows.GroupSize * _pitch, PixelRows.GroupSize * _pitch);
        _rows.Read(firstChannel, _box.Top + row, _box.Left, _box.Width, _line, _lane);
        PixelFilter.Apply(_line, _rows.PixelStep, _horizontal, slot, _pitch, channels);
        if (_overshoots)
            VectorLoop.Run(slot[..(channels * _pitch)], default(Clip));
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
