using SimClr.Core.Augmentation;

namespace SimClr.Core.Loading;

/// <summary>The views of one shape that are made of each image: SimCLR has one group of 2; multi-crop has 2 large and 6 small.</summary>
/// <param name="Shape">Shape of each view, [C, H, W].</param>
/// <param name="Views">Number of views of each image, V.</param>
public sealed record ViewGroup(ViewShape Shape, int Views)
{
    /// <summary>The group of the largest views, by height times width; of equally large ones the first. Evaluation is at its size.</summary>
    /// <param name="groups">The groups of a <see cref="ViewLoader"/>, a <see cref="TrainingBatch"/> or an <c>EncoderContext</c>.</param>
    /// <returns>One of the groups; null if there is none.</returns>
    public static ViewGroup? Largest(IEnumerable<ViewGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return groups.MaxBy(group => (long)group.Shape.Height * group.Shape.Width);
    }
}
