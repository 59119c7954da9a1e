using SimClr.Core.Augmentation;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>Turns a square view by a fixed number of right angles: the classes of rotation prediction.</summary>
internal static class QuarterTurns
{
    /// <exception cref="ArgumentException">The view is not square.</exception>
    public static void Apply(View view, int turns)
    {
        for (int turn = 0; turn < turns; turn++)
            Turn(view);
    }

    private static void Turn(View view)
    {
        ViewShape shape = view.Shape;
        if (shape.Height != shape.Width)
            throw new ArgumentException($"Expected a square view, found {shape}.", nameof(view));
        int side = shape.Width;
        Span<float> turned = view.Prepare(shape);
        ReadOnlySpan<float> pixels = view.Pixels;
        for (int plane = 0; plane < shape.Channels * side * side; plane += side * side)
            for (int row = 0; row < side; row++)
                for (int column = 0; column < side; column++)
                    turned[plane + (side - 1 - column) * side + row] = pixels[plane + row * side + column];
        view.Commit(shape);
    }
}
