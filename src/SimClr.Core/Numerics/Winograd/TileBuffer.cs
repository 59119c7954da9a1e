namespace SimClr.Core.Numerics.Winograd;

/// <summary>Memory for a block of transformed tiles: at each of the 16 positions, values of every tile.</summary>
internal sealed unsafe class TileBuffer : IDisposable
{
    private readonly NativeFloats _memory;

    /// <param name="tiles">Of a block; filled up to whole blocks of a product's rows.</param>
    /// <param name="valuesOfTile">At each position.</param>
    public TileBuffer(int tiles, int valuesOfTile)
    {
        Tiles = WinogradProduct.Blocks(tiles) * WinogradProduct.Rows;
        Steps = PositionSteps.Of((long)Tiles * valuesOfTile);
        _memory = new NativeFloats(Steps.Length);
    }

    /// <summary>Tiles for which there is memory.</summary>
    public int Tiles { get; }

    public PositionSteps Steps { get; }

    /// <summary>The values at the first position.</summary>
    public float* Values => _memory.Values;

    /// <summary>The values at a position.</summary>
    public float* At(int position) => _memory.Values + position * Steps.One;

    public void Dispose() => _memory.Dispose();
}
