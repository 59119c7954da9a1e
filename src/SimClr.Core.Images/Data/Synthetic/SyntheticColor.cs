namespace SimClr.Core.Data.Synthetic;

/// <summary>A color of a synthetic image; 1 is full intensity. Values outside [0, 1] are allowed until the image is finished.</summary>
internal readonly record struct SyntheticColor(float Red, float Green, float Blue)
{
    public static SyntheticColor operator +(SyntheticColor a, SyntheticColor b) => new(a.Red + b.Red, a.Green + b.Green, a.Blue + b.Blue);

    public static SyntheticColor operator *(SyntheticColor color, float factor)
        => new(color.Red * factor, color.Green * factor, color.Blue * factor);

    public static SyntheticColor Gray(float value) => new(value, value, value);
}
