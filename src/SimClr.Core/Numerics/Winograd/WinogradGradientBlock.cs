namespace SimClr.Core.Numerics.Winograd;

/// <summary>The memory in which a unit of work adds block after block of tiles to the sums of a weight gradient.</summary>
/// <param name="grid">The tiles.</param>
/// <param name="rows">The inputs' rows; taken over.</param>
/// <param name="inputs">How many channels they have.</param>
/// <param name="gradients">Of the output.</param>
/// <param name="sums">At each of the 16 positions panels of [padded inputs, 16]; what is there before the first block is overwritten.</param>
internal sealed unsafe class WinogradGradientBlock(
    TileGrid grid, PaddedRows rows, int inputs, ChannelsLastImages gradients, float* sums) : IDisposable
{
    private readonly int _panels = (gradients.Channels + WinogradProduct.Columns - 1) / WinogradProduct.Columns;
    private readonly PaddedRows _gradientRows = new(gradients, activation: null, 0, gradients.Channels);
    private readonly TileBuffer _inputs = new(grid.TilesOfBlock, inputs);
    private readonly TileBuffer _gradients = new(
        grid.TilesOfBlock, (gradients.Channels + WinogradProduct.Columns - 1) / WinogradProduct.Columns * WinogradProduct.Columns);

    private bool _isFirst = true;

    /// <summary>Inputs filled up to whole blocks of a product's rows. Those beyond are read from the next tile and left unused.</summary>
    public static int PaddedInputs(int inputs) => WinogradProduct.Blocks(inputs) * WinogradProduct.Rows;

    public void Dispose()
    {
        rows.Dispose();
        _gradientRows.Dispose();
        _inputs.Dispose();
        _gradients.Dispose();
    }

    /// <summary>Adds rows of tiles, at most a block.</summary>
    /// <param name="first">The first.</param>
    /// <param name="end">The one behind the last.</param>
    public void Add(int first, int end)
    {
        for (int row = first; row < end; row++)
            Transform(row, (row - first) * grid.Columns);
        float* result = sums;
        for (int position = 0; position < 16; position++)
        {
            float* panel = _gradients.At(position);
            for (int index = 0; index < _panels; index++, panel += PanelLength, result += PaddedInputs(inputs) * WinogradProduct.Columns)
            {
                WinogradProduct.Multiply(
                    _inputs.At(position), 1, inputs, WinogradProduct.Blocks(inputs), panel, (end - first) * grid.Columns, result, add: !_isFirst);
            }
        }

        _isFirst = false;
    }

    private nint PanelLength => (nint)_gradients.Tiles * WinogradProduct.Columns;

    private void Transform(int tileRow, nint tile)
    {
        (int image, int row) = Math.DivRem(tileRow, grid.RowsOfImage);
        int top = 2 * row - 1;
        WinogradTransforms.Input(
            rows.Of(image, top), rows.Of(image, top + 1), rows.Of(image, top + 2), rows.Of(image, top + 3),
            inputs, grid.Columns, _inputs.Values + tile * inputs, _inputs.Steps);
        int channels = gradients.Channels;
        float* upper = _gradientRows.Of(image, 2 * row) + channels, lower = _gradientRows.Of(image, 2 * row + 1) + channels;
        float* to = _gradients.Values + tile * WinogradProduct.Columns;
        for (int channel = 0; channel < channels; channel += WinogradTransforms.Vector)
        {
            (int panel, int within) = Math.DivRem(channel, WinogradProduct.Columns);
            WinogradTransforms.OutputGradient(
                upper + channel, lower + channel, channels, grid.Columns, to + panel * PanelLength + within, _gradients.Steps);
        }
    }
}
