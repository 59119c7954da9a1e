using System.Text.Json.Serialization;
using SimClr.Core.Augmentation;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>Patches of an enlarged image, which a representation sees besides the whole: what is where, and larger.</summary>
/// <param name="Size">Side that the image is brought to, in pixels.</param>
/// <param name="Side">Side of a patch in pixels, at most <paramref name="Size"/>.</param>
/// <param name="Rows">Patches in each row and column, spread evenly.</param>
internal sealed record PatchGrid(int Size, int Side, int Rows)
{
    [JsonIgnore]
    public int Count => Rows * Rows;

    /// <summary>What they cost, in images of a size.</summary>
    /// <param name="size">Its side in pixels.</param>
    public double InImagesOf(int size) => Count * Math.Pow((double)Side / size, 2);

    /// <summary>One view for each patch.</summary>
    public IEnumerable<IAugmentation> Views()
    {
        IAugmentation size = EvaluationViews.Sizes(Size)[0];
        return EvaluationViews.Grid(Side, Rows, Rows).Select(patch => new AugmentationPipeline(size, patch));
    }
}
