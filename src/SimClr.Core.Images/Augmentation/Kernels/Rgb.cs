namespace SimClr.Core.Augmentation.Kernels;

/// <summary>The three planes of a color view, or the same stretch of each.</summary>
internal readonly ref struct Rgb(Span<float> red, Span<float> green, Span<float> blue)
{
    public Span<float> Red { get; } = red;

    public Span<float> Green { get; } = green;

    public Span<float> Blue { get; } = blue;

    public int Length => Red.Length;

    public static Rgb Of(View view) => new(view.Plane(0), view.Plane(1), view.Plane(2));

    public Rgb Slice(int start, int length) => new(Red.Slice(start, length), Green.Slice(start, length), Blue.Slice(start, length));

    public void CopyTo(Rgb destination)
    {
        Red.CopyTo(destination.Red);
        Green.CopyTo(destination.Green);
        Blue.CopyTo(destination.Blue);
    }
}
