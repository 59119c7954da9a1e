using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Evaluation.LabelFree;

/// <summary>Of views of several sizes, those that show an image at the size that it is evaluated at.</summary>
internal static class LargestViews
{
    /// <summary>The branches whose views are the largest, in order.</summary>
    /// <param name="views">The training's views.</param>
    /// <param name="images">At least one image.</param>
    public static IReadOnlyList<IAugmentation> Of(ViewGenerator views, IImageSource images)
    {
        Dictionary<IAugmentation, int> lengths = new(ReferenceEqualityComparer.Instance);
        foreach (IAugmentation branch in views.Branches)
            if (!lengths.ContainsKey(branch))
                lengths[branch] = new ImageBlockReader(images, branch, PixelLayout.Interleaved, workers: 1, views.Seed).Size.Length;
        return [.. views.Branches.Where(branch => lengths[branch] == lengths.Values.Max())];
    }
}
