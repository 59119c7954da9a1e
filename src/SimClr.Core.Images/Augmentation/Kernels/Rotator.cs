namespace SimClr.Core.Augmentation.Kernels;

/// <summary>Rotation about the center with bilinear interpolation.</summary>
internal readonly ref struct Rotator
{
    private readonly ReadOnlySpan<float> _source;
    private readonly Span<float> _result;
    private readonly ViewShape _shape;
    private readonly float _fill;

    private Rotator(ReadOnlySpan<float> source, Span<float> result, ViewShape shape, float fill)
    {
        (_shape, _fill) = (shape, fill);
        _source = source;
        _result = result;
    }

    /// <summary>Turns the view counter-clockwise.</summary>
    public static void Apply(View view, double radians, float fill)
    {
        ViewShape shape = view.Shape;
        new Rotator(view.Pixels, view.Prepare(shape), shape, fill).Run(Math.Cos(radians), Math.Sin(radians));
        view.Commit(shape);
    }

    private void Run(double cosine, double sine)
    {
        double centerX = (_shape.Width - 1) / 2.0;
        double centerY = (_shape.Height - 1) / 2.0;
        for (int y = 0; y < _shape.Height; y++)
        {
            for (int x = 0; x < _shape.Width; x++)
            {
                double sourceX = cosine * (x - centerX) - sine * (y - centerY) + centerX;
                double sourceY = sine * (x - centerX) + cosine * (y - centerY) + centerY;
                Sample(y * _shape.Width + x, sourceX, sourceY);
            }
        }
    }

    private void Sample(int target, double x, double y)
    {
        (int width, int height) = (_shape.Width, _shape.Height);
        (int left, int top) = ((int)Math.Floor(x), (int)Math.Floor(y));
        (float right, float bottom) = ((float)(x - left), (float)(y - top));
        int area = height * width;
        int at = top * width + left;
        bool inside = left >= 0 && top >= 0 && left < width - 1 && top < height - 1;
        for (int channel = 0; channel < _shape.Channels; channel++, at += area, target += area)
        {
            (float a, float b, float c, float d) = inside
                ? (_source[at], _source[at + 1], _source[at + width], _source[at + width + 1])
                : (Get(channel, left, top), Get(channel, left + 1, top), Get(channel, left, top + 1), Get(channel, left + 1, top + 1));
            float above = a + (b - a) * right;
            float below = c + (d - c) * right;
            _result[target] = above + (below - above) * bottom;
        }
    }

    private float Get(int channel, int x, int y)
        => (uint)x < (uint)_shape.Width && (uint)y < (uint)_shape.Height ? _source[(channel * _shape.Height + y) * _shape.Width + x] : _fill;
}
