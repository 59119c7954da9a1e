using SimClr.Core.Models;

namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>About how many multiplications a residual network makes for an image, in millions.</summary>
internal static class NetworkWork
{
    private const double FirstStage = 9e-6;

    public static double Forward(Recipe recipe, int size)
    {
        // Each stage has a quarter of the pixels and twice the channels of the one before, so about the same work.
        double convolutions = recipe.Depth switch
        {
            ResNetDepth.ResNet10 => 9,
            ResNetDepth.ResNet18 => 17,
            ResNetDepth.ResNet34 => 33,
            _ => 53,
        };
        return FirstStage * convolutions * recipe.Width * recipe.Width * size * size;
    }

    /// <summary>Of a step with its gradient, for one view.</summary>
    public static double Step(Recipe recipe) => 3 * Forward(recipe, recipe.ViewSize);
}
