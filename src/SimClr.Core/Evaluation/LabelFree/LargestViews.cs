using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;

namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>Of views of several sizes, those that show an image at the size that it is evaluated at.</summary>
internal static class LargestViews
{
    /// <summary>The branches whose views are of the largest group (<see cref="ViewGroup.Largest"/>), in order.</summary>
    /// <param name="views">The training's views.</param>
    /// <param name="images">At least one image.</param>
    public static IReadOnlyList<IAugmentation> Of(ViewGenerator views, IImageSource images)
    {
        Dictionary<IAugmentation, ViewShape> shapes = new(ReferenceEqualityComparer.Instance);
        foreach (IAugmentation branch in views.Branches)
            if (!shapes.ContainsKey(branch))
                shapes[branch] = new ImageBlockReader(images, branch, PixelLayout.Interleaved, workers: 1, views.Seed).Size;
        ViewShape largest = ViewGroup.Largest(views.Branches.Select(branch => new ViewGroup(shapes[branch], 1)))!.Shape;
        return [.. views.Branches.Where(branch => shapes[branch] == largest)];
    }
}
