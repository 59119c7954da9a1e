namespace SimClr.Core.Numerics.Winograd;

/// <summary>
/// Tiles of 2 x 2 pixels over a batch of images, in rows that are numbered through all images, and blocks of rows that are transformed
/// together. They follow from the shape alone.
/// </summary>
internal sealed class TileGrid
{
    private const int WantedTiles = 48; // Transformed, of 64 channels, they fill half of a second-level cache of 512 KiB.

    /// <param name="images">Of at least one pixel.</param>
    public TileGrid(in ChannelsLastImages images)
    {
        RowsOfImage = RowsOf(images.Height);
        Columns = RowsOf(images.Width);
        Rows = checked(images.Images * RowsOfImage);
        RowsOfBlock = Math.Min(Rows, (WantedTiles + Columns - 1) / Columns);
    }

    /// <summary>Rows of tiles of an image; at an odd height the last row is half outside.</summary>
    public int RowsOfImage { get; }

    /// <summary>Tiles of a row.</summary>
    public int Columns { get; }

    /// <summary>Rows of all images.</summary>
    public int Rows { get; }

    /// <summary>Rows of a block.</summary>
    public int RowsOfBlock { get; }

    /// <summary>Tiles of a block.</summary>
    public int TilesOfBlock => RowsOfBlock * Columns;

    /// <summary>Blocks of all images; the last may have fewer rows.</summary>
    public int Blocks => (Rows + RowsOfBlock - 1) / RowsOfBlock;

    /// <summary>How many tiles lie along so many pixels.</summary>
    public static int RowsOf(long pixels) => checked((int)((pixels + 1) / 2));

    /// <summary>The first row of a block; of the block behind the last the number of rows.</summary>
    public int FirstRow(int block) => Math.Min(Rows, block * RowsOfBlock);
}
