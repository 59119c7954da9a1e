using SimClr.Core.Randomness;

namespace SimClr.Core.Data.Synthetic;

/// <summary>Composes one synthetic image: a background, strokes that mean nothing, several copies of one shape, light and noise.</summary>
internal sealed class SyntheticScene(RandomStream random, int size)
{
    private readonly SyntheticCanvas _canvas = new(size);

    public byte[] Paint(int label)
    {
        SyntheticColor @base = SyntheticColor.Gray(Uniform(0.3f, 0.7f));
        PaintBackground(@base);
        int strokes = Whole(0, 1);
        for (int i = 0; i < strokes; i++)
            PaintStroke(@base);
        PaintShapes(label, @base);
        _canvas.Light(Uniform(-0.1f, 0.1f), Uniform(-0.1f, 0.1f));
        return _canvas.ToBytes(0.04f, Noise);
    }

    private void PaintBackground(SyntheticColor @base)
    {
        SyntheticColor a = Tinted(@base), b = Tinted(@base), c = Tinted(@base), d = Tinted(@base);
        _canvas.Fill((x, y) => (a * (1 - x) + b * x) * (1 - y) + (c * (1 - x) + d * x) * y);
    }

    private void PaintStroke(SyntheticColor @base)
    {
        (float toX, float toY) = Direction();
        float length = Uniform(0.15f, 0.5f);
        (toX, toY) = (toX * length, toY * length);
        float width = Uniform(0.015f, 0.04f);
        _canvas.Draw(
            Uniform(0, 1), Uniform(0, 1), length + width, Contrasting(@base), (x, y) => SyntheticShape.Segment(x, y, toX, toY) - width);
    }

    private void PaintShapes(int label, SyntheticColor @base)
    {
        int count = Whole(4, 7);
        Span<(float X, float Y, float Radius)> placed = stackalloc (float, float, float)[count];
        int made = 0;
        for (int attempt = 0; attempt < 20 * count && made < count; attempt++)
        {
            (float X, float Y, float Radius) candidate = (Uniform(0.05f, 0.95f), Uniform(0.05f, 0.95f), Uniform(0.13f, 0.2f));
            bool free = true;
            for (int other = 0; other < made && free; other++)
            {
                (float dx, float dy) = (candidate.X - placed[other].X, candidate.Y - placed[other].Y);
                float distance = 0.95f * (candidate.Radius + placed[other].Radius);
                free = dx * dx + dy * dy >= distance * distance;
            }

            if (!free)
                continue;
            placed[made++] = candidate;
            PaintShape(label, candidate.X, candidate.Y, candidate.Radius, Contrasting(@base));
        }
    }

    private void PaintShape(int label, float centerX, float centerY, float radius, SyntheticColor color)
    {
        (float cosine, float sine) = Direction();
        _canvas.Draw(centerX, centerY, radius * 1.2f + 1f / size, color, (x, y) =>
            radius * SyntheticShape.Distance(label, (cosine * x + sine * y) / radius, (cosine * y - sine * x) / radius));
    }

    private SyntheticColor Tinted(SyntheticColor color) => color + (Tint() + SyntheticColor.Gray(Uniform(-0.12f, 0.12f))) * 0.5f;

    private SyntheticColor Contrasting(SyntheticColor color)
    {
        float contrast = Uniform(0.35f, 0.5f);
        return color + SyntheticColor.Gray(random.NextUInt32() < uint.MaxValue / 2 ? contrast : -contrast) + Tint();
    }

    private SyntheticColor Tint() => new(Uniform(-0.12f, 0.12f), Uniform(-0.12f, 0.12f), Uniform(-0.12f, 0.12f));

    /// <summary>A point uniform on the unit circle, without sine and cosine: their last bit differs between machines.</summary>
    private (float X, float Y) Direction()
    {
        while (true)
        {
            (float x, float y) = (Uniform(-1, 1), Uniform(-1, 1));
            float square = x * x + y * y;
            if (square is <= 1f and > 0.01f)
            {
                float length = MathF.Sqrt(square);
                return (x / length, y / length);
            }
        }
    }

    /// <summary>The difference of two uniform numbers: triangular in (-1, 1), two for one draw.</summary>
    private float Noise()
    {
        uint bits = random.NextUInt32();
        return ((int)(bits & 0xFFFF) - (int)(bits >> 16)) / 65536f;
    }

    private float Uniform(float minimum, float maximum) => minimum + (maximum - minimum) * random.NextSingle();

    private int Whole(int minimum, int maximum) => minimum + random.NextInt32(maximum - minimum + 1);
}
