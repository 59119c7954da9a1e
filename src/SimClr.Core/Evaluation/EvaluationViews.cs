using SimClr.Core.Augmentation;

namespace SimClr.Core.Evaluation;

/// <summary>
/// Views of an image for <see cref="ReadOut.Views"/>, all without chance: sizes, crops, patches, mirror images. Any other operation serves
/// as well, and chains of them.
/// </summary>
/// <example>
/// Five crops of 28 pixels at each of two sizes:
/// <code>
/// IAugmentation[] views =
/// [
///     .. from size in EvaluationViews.Sizes(32, 40)
///        from crop in EvaluationViews.FiveCrop(28)
///        select new AugmentationPipeline(size, crop),
/// ];
/// </code>
/// </example>
public static class EvaluationViews
{
    /// <summary>
    /// The image at several sizes: its shorter side is resized to each, and the middle square is cut out.
    /// </summary>
    /// <param name="sides">Sides in pixels, each at least 1.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One is below 1.</exception>
    public static IReadOnlyList<IAugmentation> Sizes(params ReadOnlySpan<int> sides)
    {
        if (sides.IsEmpty)
            throw new ArgumentException("Expected at least one size, found none.", nameof(sides));
        List<IAugmentation> views = [];
        foreach (int side in sides)
            views.Add(new AugmentationPipeline().Resize(side).CenterCrop(side));
        return views;
    }

    /// <summary>
    /// Squares cut out of the four corners and the middle, in torchvision's order: top left, top right, bottom left, bottom right, center.
    /// </summary>
    /// <param name="side">Side of a square in pixels, at least 1; an image that is smaller is refused.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public static IReadOnlyList<IAugmentation> FiveCrop(int side)
        => [.. Grid(side, 2, 2), new PlacedCrop(side, 0.5, 0.5)];

    /// <summary>
    /// A grid of square patches, row by row, spread evenly from edge to edge; they overlap where there is no room beside each other.
    /// </summary>
    /// <param name="side">Side of a patch in pixels, at least 1; an image that is smaller is refused.</param>
    /// <param name="rows">Rows of patches, at least 1; a single one is in the middle.</param>
    /// <param name="columns">Patches in a row, at least 1; a single one is in the middle.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static IReadOnlyList<IAugmentation> Grid(int side, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        return
        [
            .. from row in Enumerable.Range(0, rows)
               from column in Enumerable.Range(0, columns)
               select new PlacedCrop(side, Place(row, rows), Place(column, columns)),
        ];
    }

    /// <summary>Views, and after them the mirror image (left and right) of each.</summary>
    /// <param name="views">At least one.</param>
    /// <exception cref="ArgumentException">There is none, or one is null.</exception>
    public static IReadOnlyList<IAugmentation> WithMirrored(params IEnumerable<IAugmentation> views)
    {
        ArgumentNullException.ThrowIfNull(views);
        IAugmentation[] plain = [.. views];
        if (plain.Length == 0)
            throw new ArgumentException("Expected at least one view, found none.", nameof(views));
        // Of probability 1, so not random.
        RandomHorizontalFlip flip = new(1);
        return [.. plain, .. plain.Select(view => new AugmentationPipeline(view, flip))];
    }

    private static double Place(int number, int count) => count == 1 ? 0.5 : number / (count - 1.0);
}
