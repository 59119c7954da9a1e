using System.Numerics;
using System.Runtime.InteropServices;

namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Antialiased resize of a part of a view, or a part of a resize.</summary>
/// <remarks>
/// Rows first, then columns, as PIL does. Each source row is read and filtered once, when the first output row needs it, into a ring of as
/// many rows as an output row has taps; so the intermediate image stays in the first-level cache.
/// </remarks>
internal readonly ref struct Resampler
{
    private readonly PixelRows _rows;
    private readonly CropBox _box;
    private readonly ViewShape _shape;
    private readonly ResampleTaps _horizontal;
    private readonly ResampleTaps _vertical;
    private readonly bool _overshoots;
    private readonly bool _isOfFloats;
    private readonly float _lower;
    private readonly float _upper;
    private readonly int _pitch;
    private readonly Span<float> _line;
    private readonly Span<float> _lane;
    private readonly Span<float> _ring;
    private readonly Span<int> _offsets;

    /// <param name="view">The view; its content must be settled.</param>
    /// <param name="box">What is resized.</param>
    /// <param name="x">The horizontal axis, from the box's left.</param>
    /// <param name="y">The vertical axis, from the box's top.</param>
    private Resampler(View view, CropBox box, in ResampleAxis x, in ResampleAxis y)
    {
        // What no output needs is not read.
        _box = new CropBox(box.Top + y.Low, box.Left + x.Low, y.Extent, x.Extent);
        _shape = new ViewShape(view.Shape.Channels, y.Length, x.Length);
        _rows = new PixelRows(view);
        // A cubic filter overshoots; PIL, working in bytes, clips after each of the two passes. Integer samples are clipped in any case,
        // because rounding may leave [0, 1] by a hair; float samples may have a range of their own.
        _overshoots = x.Interpolation == ResizeInterpolation.Bicubic;
        _isOfFloats = view.IsOfFloats;
        (_lower, _upper) = _overshoots || _rows.AreIntegers ? (0, 1) : (float.NegativeInfinity, float.PositiveInfinity);
        _pitch = RoundUp(x.Length, Math.Max(Vector<float>.Count, PixelFilter.Block));
        ResampleMemory memory = new(x, y, _pitch);
        Span<float> floats = view.Scratch(memory.Checked(view.Shape, _shape));
        _horizontal = ResampleTaps.Create(x, _pitch, _rows.Gain, Take(ref floats, memory.Horizontal));
        _vertical = ResampleTaps.Create(y, y.Length, 1, Take(ref floats, memory.Vertical));
        _line = Take(ref floats, memory.Line);
        _lane = Take(ref floats, memory.Lane);
        _ring = Take(ref floats, memory.Ring);
        _offsets = MemoryMarshal.Cast<float, int>(floats)[.._vertical.Count];
    }

    /// <summary>Resizes a part of the view; the result becomes the view's content.</summary>
    /// <exception cref="ArgumentException">The box is not inside the view, or it is too long to be resized in bounded memory.</exception>
    public static void Resize(View view, CropBox box, int height, int width, ResizeInterpolation interpolation)
    {
        ArgumentNullException.ThrowIfNull(view);
        box = view.Narrow(box.Inside(view.Shape));
        Run(view, box, new(box.Width, width, 0, width, interpolation), new(box.Height, height, 0, height, interpolation));
    }

    /// <summary>Resizes the whole view, but computes a part of the result only, which becomes the view's content.</summary>
    /// <exception cref="ArgumentException">The view is too long to be resized in bounded memory.</exception>
    public static void Resize(View view, ViewShape shape, CropBox part, ResizeInterpolation interpolation)
    {
        CropBox box = CropBox.Whole(view.Shape);
        Run(
            view,
            box,
            new(box.Width, shape.Width, part.Left, part.Width, interpolation),
            new(box.Height, shape.Height, part.Top, part.Height, interpolation));
    }

    private static void Run(View view, CropBox box, in ResampleAxis x, in ResampleAxis y)
    {
        Resampler resampler = new(view, box, x, y);
        resampler.Run(view.Prepare(resampler._shape));
        view.Commit(resampler._shape);
    }

    private static Span<float> Take(scoped ref Span<float> floats, long length)
    {
        Span<float> taken = floats[..(int)length];
        floats = floats[(int)length..];
        return taken;
    }

    private void Run(Span<float> result)
    {
        int area = _shape.Height * _shape.Width;
        for (int channel = 0; channel < _shape.Channels; channel += PixelRows.GroupSize)
        {
            int channels = Math.Min(PixelRows.GroupSize, _shape.Channels - channel);
            RunGroup(channel, channels, result.Slice(channel * area, channels * area));
        }
    }

    private void RunGroup(int firstChannel, int channels, Span<float> result)
    {
        int area = _shape.Height * _shape.Width;
        int count = _vertical.Count;
        int next = 0;
        for (int y = 0; y < _shape.Height; y++)
        {
            int start = _vertical.Starts[y];
            for (next = Math.Max(next, start); next < start + count; next++)
                FilterRow(firstChannel, channels, next);
            for (int tap = 0; tap < count; tap++)
                _offsets[tap] = (start + tap) % count * PixelRows.GroupSize * _pitch;
            ReadOnlySpan<float> weights = _vertical.Weights.Slice(y * count, count);
            for (int channel = 0; channel < channels; channel++)
            {
                Span<float> row = result.Slice(channel * area + y * _shape.Width, _shape.Width);
                WeightedSum.Compute(_ring[(channel * _pitch)..], _offsets, weights, row, _lower, _upper);
            }
        }
    }

    private void FilterRow(int firstChannel, int channels, int row)
    {
        Span<float> slot = _ring.Slice(row % _vertical.Count * PixelRows.GroupSize * _pitch, PixelRows.GroupSize * _pitch);
        _rows.Read(firstChannel, _box.Top + row, _box.Left, _box.Width, _line, _lane);
        PixelFilter.Apply(_line, _rows.PixelStep, _horizontal, slot, _pitch, channels);
        if (!_overshoots)
            return;
        Span<float> filtered = slot[..(channels * _pitch)];
        if (_isOfFloats)
            IntensityGuard.Check(filtered, "A bicubic resize");
        VectorLoop.Run(filtered, default(Clip));
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
