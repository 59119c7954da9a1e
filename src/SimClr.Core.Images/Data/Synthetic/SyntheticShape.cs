namespace SimClr.Core.Data.Synthetic;

/// <summary>
/// The ten shapes of the synthetic images as signed distances: negative inside, in units of the shape's radius. Only + - * / and square
/// roots, which IEEE 754 rounds the same on every machine.
/// </summary>
internal static class SyntheticShape
{
    private delegate float DistanceFunction(float x, float y);

    private static readonly (string Name, DistanceFunction Distance)[] Shapes =
    [
        ("bars", Bars),
        ("checker", Checker),
        ("crescent", Crescent),
        ("cross", Cross),
        ("disc", Disc),
        ("dots", Dots),
        ("ring", Ring),
        ("square", Square),
        ("star", Star),
        ("triangle", Triangle),
    ];

    /// <summary>The shapes' names, by label.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Shapes.Select(shape => shape.Name)];

    /// <summary>Signed distance of a point from the outline of a shape.</summary>
    public static float Distance(int label, float x, float y) => Shapes[label].Distance(x, y);

    /// <summary>
    /// Distance from a line segment; the segment runs from the origin to (<paramref name="toX"/>, <paramref name="toY"/>).
    /// </summary>
    public static float Segment(float x, float y, float toX, float toY)
    {
        float along = Math.Clamp((x * toX + y * toY) / (toX * toX + toY * toY), 0f, 1f);
        return Length(x - along * toX, y - along * toY);
    }

    private static float Disc(float x, float y) => Length(x, y) - 0.85f;

    private static float Ring(float x, float y) => MathF.Abs(Length(x, y) - 0.75f) - 0.2f;

    private static float Square(float x, float y) => Box(x, y, 0.75f, 0.75f);

    private static float Cross(float x, float y) => MathF.Min(Box(x, y, 1f, 0.28f), Box(x, y, 0.28f, 1f));

    private static float Crescent(float x, float y) => MathF.Max(Length(x, y) - 1f, 0.8f - Length(x - 0.5f, y));

    private static float Bars(float x, float y)
        => MathF.Min(Box(x, y, 0.95f, 0.17f), Box(x, MathF.Abs(y) - 0.68f, 0.75f, 0.17f));

    private static float Checker(float x, float y)
        => MathF.Min(Box(x - 0.45f, y - 0.45f, 0.45f, 0.45f), Box(x + 0.45f, y + 0.45f, 0.45f, 0.45f));

    private static float Dots(float x, float y) => Length(MathF.Abs(x) - 0.6f, MathF.Abs(y) - 0.6f) - 0.34f;

    private static float Triangle(float x, float y)
    {
        // Three half planes, their normals 120 degrees apart.
        const float HalfRootThree = 0.8660254f;
        return MathF.Max(-y, MathF.Max(HalfRootThree * x, -HalfRootThree * x) + 0.5f * y) - 0.55f;
    }

    private static float Star(float x, float y)
    {
        // Folding the plane along the star's mirror lines (36 and 72 degrees) leaves a single edge.
        const float Cos36 = 0.80901699f, Sin36 = 0.58778525f, InnerRadius = 0.42f, OuterRadius = 1.1f;
        x = MathF.Abs(x);
        Fold(ref x, ref y, Cos36, -Sin36);
        Fold(ref x, ref y, -Cos36, -Sin36);
        x = MathF.Abs(x);
        y -= OuterRadius;
        (float edgeX, float edgeY) = (InnerRadius * Sin36, InnerRadius * Cos36 - OuterRadius);
        float distance = Segment(x, y, edgeX, edgeY);
        return y * edgeX - x * edgeY > 0 ? distance : -distance;
    }

    private static void Fold(ref float x, ref float y, float normalX, float normalY)
    {
        float beyond = 2f * MathF.Max(normalX * x + normalY * y, 0f);
        x -= beyond * normalX;
        y -= beyond * normalY;
    }

    private static float Box(float x, float y, float halfWidth, float halfHeight)
        => MathF.Max(MathF.Abs(x) - halfWidth, MathF.Abs(y) - halfHeight);

    private static float Length(float x, float y) => MathF.Sqrt(x * x + y * y);
}
