namespace SimClr.Core.Numerics.Winograd;

/// <summary>The memory in which one thread convolves block after block of tiles.</summary>
/// <param name="grid">The tiles.</param>
/// <param name="inputs">The inputs' rows; taken over.</param>
/// <param name="weights">Of the convolution.</param>
/// <param name="output">Where the result goes.</param>
/// <param name="add">Whether it is added to what is there.</param>
internal sealed unsafe class WinogradBlock(
    TileGrid grid, PaddedRows inputs, WinogradWeights weights, ChannelsLastImages output, bool add) : IDisposable
{
    private readonly TileBuffer _tiles = new(grid.TilesOfBlock, weights.Inputs);
    private readonly TileBuffer _products = new(grid.TilesOfBlock, weights.Panels * WinogradProduct.Columns);
    private readonly NativeFloats _outside = new(4L * grid.Columns * output.Channels); // Rows of which a part lies outside.

    public void Dispose()
    {
        inputs.Dispose();
        _tiles.Dispose();
        _products.Dispose();
        _outside.Dispose();
    }

    /// <summary>Convolves rows of tiles, at most a block.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">The one behind the last.</param>
    public void Convolve(int first, int end)
    {
        int blocks = WinogradProduct.Blocks((end - first) * grid.Columns);
        for (int row = first; row < end; row++)
            Transform(row, _tiles.Values + (nint)(row - first) * grid.Columns * weights.Inputs);
        for (int position = 0; position < 16; position++)
        {
            float* tiles = _tiles.At(position);
            float* products = _products.At(position);
            for (int panel = 0; panel < weights.Panels; panel++, products += PanelLength)
            {
                WinogradProduct.Multiply(
                    tiles, weights.Inputs, 1, blocks, weights.Panel(position, panel), weights.Inputs, products, add: false);
            }
        }

        for (int row = first; row < end; row++)
            Store(row, _products.Values + (nint)(row - first) * grid.Columns * WinogradProduct.Columns);
    }

    private nint PanelLength => (nint)_products.Tiles * WinogradProduct.Columns;

    private void Transform(int tileRow, float* to)
    {
        (int image, int row) = Math.DivRem(tileRow, grid.RowsOfImage);
        int top = 2 * row - 1;
        WinogradTransforms.Input(
            inputs.Of(image, top), inputs.Of(image, top + 1), inputs.Of(image, top + 2), inputs.Of(image, top + 3),
            weights.Inputs, grid.Columns, to, _tiles.Steps);
    }

    private void Store(int tileRow, float* products)
    {
        (int image, int row) = Math.DivRem(tileRow, grid.RowsOfImage);
        int length = output.Width * output.Channels, padded = 2 * grid.Columns * output.Channels;
        float* pixels = output.Values + ((nint)image * output.Height + 2 * row) * length;
        int rows = Math.Min(2, output.Height - 2 * row);
        bool fits = length == padded;
        float* upper = fits ? pixels : _outside.Values;
        float* lower = fits && rows == 2 ? pixels + length : _outside.Values + padded;
        if (!fits && add)
            CopyRows(pixels, length, upper, padded, length, rows);
        for (int filter = 0; filter < output.Channels; filter += WinogradTransforms.Vector)
        {
            (int panel, int within) = Math.DivRem(filter, WinogradProduct.Columns);
            WinogradTransforms.Output(
                products + panel * PanelLength + within, _products.Steps, grid.Columns, upper + filter, lower + filter, output.Channels, add);
        }

        if (!fits)
            CopyRows(upper, padded, pixels, length, length, rows);
    }

    private static void CopyRows(float* from, nint fromRow, float* to, nint toRow, int length, int rows)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<float>(from + row * fromRow, length).CopyTo(new Span<float>(to + row * toRow, length));
    }
}
