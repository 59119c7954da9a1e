using System.Collections.Concurrent;
using SimClr.Core.Numerics.BatchNorms;
using static TorchSharp.torch;

namespace SimClr.Core.Numerics.Winograd;

/// <summary>
/// A 3x3 convolution of stride 1, padded by 1, in single precision by Winograd's F(2x2, 3x3): 16 products give 4 pixels of output, which
/// take 36 otherwise.
/// </summary>
/// <remarks>
/// Tiles of the input are transformed block by block, multiplied by the transformed weights at each of the 16 positions, and transformed
/// back, all in a second-level cache (docs/decisions/0013-own-convolution.md). Units of work follow from the shape alone, and no sum
/// crosses them, so results do not depend on the number of threads.
/// </remarks>
internal static class WinogradConvolution
{
    private const int ProductsOfUnit = 8 << 20; // About a fifth of a millisecond.
    private const double LeastGain = 1.5;
    private const int FewestTiles = 64; // Fewer would hardly repay the transform of the weights.

    /// <summary>
    /// Whether a convolution, or the gradient of its weights, is faster this way: whether there are the instructions, whole vectors of
    /// channels, and at least 1.5 times fewer multiplications, with those that only fill up tiles and panels.
    /// </summary>
    /// <param name="input">[N, inputs, H, W].</param>
    /// <param name="kernel">[outputs, inputs, size, size].</param>
    /// <param name="stride">Of height and width.</param>
    public static bool Suits(long[] input, long[] kernel, long stride)
    {
        if (!WinogradProduct.IsSupported || stride != 1 || kernel is not [long outputs, long inputs, 3, 3])
            return false;
        if (inputs % WinogradTransforms.Vector != 0 || outputs % WinogradTransforms.Vector != 0)
            return false;
        (long height, long width) = (input[2], input[3]);
        long tiles = (long)TileGrid.RowsOf(height) * TileGrid.RowsOf(width);
        long padded = (outputs + WinogradProduct.Columns - 1) / WinogradProduct.Columns * WinogradProduct.Columns;
        return input[0] * tiles >= FewestTiles && 9.0 * height * width * outputs >= LeastGain * 16 * tiles * padded;
    }

    /// <summary>The convolution.</summary>
    /// <param name="input">[N, inputs, H, W], channels-last.</param>
    /// <param name="activation">Batch norm and ReLU that the input goes through first, or null.</param>
    /// <param name="weights">Of the convolution.</param>
    /// <param name="sum">[N, outputs, H, W], channels-last, to which the output is added in place; or null.</param>
    /// <returns>The sum, or a new tensor that is the caller's.</returns>
    public static Tensor Apply(Tensor input, ChannelAffine? activation, WinogradWeights weights, Tensor? sum = null)
    {
        ChannelsLastImages images = ChannelsLastImages.Of(input);
        Tensor output = sum ?? ChannelsLastImages.Empty(images.Images, weights.Outputs, images.Height, images.Width);
        ChannelsLastImages outputs = ChannelsLastImages.Of(output);
        TileGrid grid = new(images);
        long productsOfBlock = 16L * grid.TilesOfBlock * weights.Inputs * weights.Outputs;
        int blocksOfUnit = (int)Math.Max(1, ProductsOfUnit / productsOfBlock);
        ConcurrentBag<WinogradBlock> idle = [];
        WorkUnits.Run((grid.Blocks + blocksOfUnit - 1) / blocksOfUnit, unit =>
        {
            if (!idle.TryTake(out WinogradBlock? block))
                block = new WinogradBlock(grid, new PaddedRows(images, activation, 0, images.Channels), weights, outputs, sum is not null);
            int end = Math.Min(grid.Blocks, (unit + 1) * blocksOfUnit);
            for (int index = unit * blocksOfUnit; index < end; index++)
                block.Convolve(grid.FirstRow(index), grid.FirstRow(index + 1));
            idle.Add(block);
        });
        foreach (WinogradBlock block in idle)
            block.Dispose();
        return output;
    }
}
