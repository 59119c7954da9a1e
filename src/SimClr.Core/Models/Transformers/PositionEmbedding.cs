using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Models.Transformers;

/// <summary>Learned position embeddings for images of other sides than they were made for.</summary>
internal static class PositionEmbedding
{
    /// <summary>The embeddings of a grid of patches, resampled if it is another than the learned one, as DINO does for small crops.</summary>
    /// <param name="learned">[1, prefix + side^2, width]; borrowed.</param>
    /// <param name="prefix">Tokens before the patches', which have no place in the picture.</param>
    /// <param name="rows">Rows of patches.</param>
    /// <param name="columns">Columns of patches.</param>
    /// <returns>[1, prefix + rows * columns, width]; a new tensor.</returns>
    public static Tensor For(Tensor learned, int prefix, long rows, long columns)
    {
        (long patches, long width) = (learned.shape[1] - prefix, learned.shape[2]);
        long side = (long)Math.Sqrt(patches);
        if (rows == side && columns == side)
            return learned.alias();
        using DisposeScope scope = NewDisposeScope();
        Tensor grid = learned.narrow(1, prefix, patches).view(1, side, side, width).permute(0, 3, 1, 2);
        Tensor resampled = nn.functional.interpolate(grid, [rows, columns], mode: InterpolationMode.Bicubic, align_corners: false)
            .permute(0, 2, 3, 1).reshape(1, rows * columns, width);
        return (prefix == 0 ? resampled : cat([learned.narrow(1, 0, prefix), resampled], 1)).MoveToOuterDisposeScope();
    }
}
