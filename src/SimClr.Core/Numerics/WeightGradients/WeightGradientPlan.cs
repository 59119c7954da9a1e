namespace SimClr.Core.Numerics.WeightGradients;

/// <summary>
/// How the weight gradient of a 3x3 convolution is cut into pieces that fit the caches, from the shapes alone: the sums, and so their
/// rounding, depend neither on the processor nor on the number of threads.
/// </summary>
/// <remarks>
/// Large images are cut into bands of rows, and the innermost loop goes along a row. Small ones are taken many at a time, and it goes from
/// image to image, since their rows are too short for a loop.
/// </remarks>
internal sealed class WeightGradientPlan
{
    private const int SmallImage = 8;
    private const int PixelsOfPanel = 256; // So many pixels of 8 channels, and what surrounds them, suit a first-level cache of 32 KiB.
    private const int FewestImages = 16;
    private const int ValuesOfUnit = 64 << 10; // 256 KiB of packed inputs suit a second-level cache.
    private const int WantedUnits = 16; // Enough for the threads of a workstation.
    private const int MostPartialSums = 1 << 20;

    public WeightGradientPlan(in ChannelsLastImages input, in ChannelsLastImages gradient, int stride)
    {
        Stride = stride;
        (Height, Width, Inputs) = (input.Height, input.Width, input.Channels);
        (OutputHeight, OutputWidth, Filters) = (gradient.Height, gradient.Width, gradient.Channels);
        InputBlocks = DivideUp(Inputs, WeightGradientSweep.Channels);
        FilterBlocks = DivideUp(Filters, WeightGradientSweep.Filters);
        ImagesInside = Math.Max(Height, Width) <= SmallImage;
        BandsOfImage = ImagesInside ? 1 : LargestDivisor(OutputHeight, OutputHeight * OutputWidth / PixelsOfPanel);
        BandRows = OutputHeight / BandsOfImage;
        Bands = input.Images * BandsOfImage;
        BandsOfPanel = ImagesInside
            ? Math.Max(FewestImages, PixelsOfPanel / (BandRows * OutputWidth))
            : Math.Clamp(PixelsOfPanel / (BandRows * OutputWidth), 1, Bands);
        (PanelBand, PanelColumn) = ImagesInside
            ? (WeightGradientSweep.Channels, BandsOfPanel * WeightGradientSweep.Channels)
            : (PanelRows * PanelColumns * WeightGradientSweep.Channels, WeightGradientSweep.Channels);
        (InputBlocksOfUnit, Chunks) = Divide();
    }

    public int Stride { get; }

    public int Height { get; }

    public int Width { get; }

    public int Inputs { get; }

    public int OutputHeight { get; }

    public int OutputWidth { get; }

    public int Filters { get; }

    /// <summary>Vectors of input channels; the last may be filled up with zeros, as the last of the filters.</summary>
    public int InputBlocks { get; }

    public int FilterBlocks { get; }

    /// <summary>Whether the innermost loop goes from image to image, not along a row.</summary>
    public bool ImagesInside { get; }

    public int BandsOfImage { get; }

    /// <summary>Rows of output that belong to a band.</summary>
    public int BandRows { get; }

    /// <summary>Bands of all images.</summary>
    public int Bands { get; }

    /// <summary>Bands that are packed and summed together.</summary>
    public int BandsOfPanel { get; }

    /// <summary>Rows of input of a band, with the border.</summary>
    public int PanelRows => (BandRows - 1) * Stride + 3;

    /// <summary>Columns of input with the border.</summary>
    public int PanelColumns => Width + 2;

    /// <summary>Values from a band to the next in a panel.</summary>
    public nint PanelBand { get; }

    /// <summary>Values from a column to the next.</summary>
    public nint PanelColumn { get; }

    public nint PanelRow => PanelColumn * PanelColumns;

    /// <summary>Values of a packed panel of one block of input channels.</summary>
    public int PanelLength => BandsOfPanel * PanelRows * PanelColumns * WeightGradientSweep.Channels;

    /// <summary>Values of the packed gradients of one block of filters.</summary>
    public int GradientLength => BandsOfPanel * BandRows * OutputWidth * WeightGradientSweep.Filters;

    public nint GradientBand => ImagesInside ? WeightGradientSweep.Filters : (nint)BandRows * OutputWidth * WeightGradientSweep.Filters;

    public nint GradientPixel => ImagesInside ? (nint)BandsOfPanel * WeightGradientSweep.Filters : WeightGradientSweep.Filters;

    /// <summary>Values of a gradient of the weights, with channels and filters that fill up the blocks.</summary>
    public int SumsLength => checked(FilterBlocks * WeightGradientSweep.Filters * 9 * PaddedInputs);

    public int PaddedInputs => InputBlocks * WeightGradientSweep.Channels;

    /// <summary>Blocks of input channels that one unit of work has.</summary>
    public int InputBlocksOfUnit { get; }

    public int UnitsOfChunk => DivideUp(InputBlocks, InputBlocksOfUnit);

    /// <summary>Parts of the images, each with partial sums of its own.</summary>
    public int Chunks { get; }

    /// <summary>The first band of a chunk; of the chunk behind the last the number of bands.</summary>
    public int FirstBand(int chunk) => (int)((long)Bands * chunk / Chunks);

    /// <summary>The way through a panel of so many bands for one row of the kernel, and the first row of output that it has.</summary>
    public (PanelWalk Walk, int FirstRow) Walk(int kernelRow, int bands)
    {
        if (!ImagesInside)
            return (new PanelWalk(bands, PanelBand, BandRows, Stride * PanelRow, OutputWidth, Stride * PanelColumn, PanelColumn), 0);
        // The kernel's row lies over the border at the first and, perhaps, at the last row of output.
        int first = kernelRow == 0 ? 1 : 0;
        int behind = (OutputHeight - 1) * Stride + kernelRow - 1 >= Height ? OutputHeight - 1 : OutputHeight;
        int rows = Math.Max(behind - first, 0);
        PanelWalk walk = new(rows, Stride * PanelRow, OutputWidth, Stride * PanelColumn, BandsOfPanel, PanelBand, PanelColumn);
        return (walk, first);
    }

    private (int InputBlocksOfUnit, int Chunks) Divide()
    {
        int units = DivideUp(InputBlocks, Math.Clamp(ValuesOfUnit / PanelLength, 1, InputBlocks));
        int chunks = Math.Clamp(WantedUnits / units, 1, Math.Max(1, MostPartialSums / SumsLength));
        chunks = Math.Min(chunks, DivideUp(Bands, BandsOfPanel));
        if (chunks * units < WantedUnits)
            units = Math.Min(InputBlocks, DivideUp(WantedUnits, chunks));
        return (DivideUp(InputBlocks, units), chunks);
    }

    private static int LargestDivisor(int number, int most)
    {
        int divisor = Math.Clamp(most, 1, number);
        while (number % divisor != 0)
            divisor--;
        return divisor;
    }

    private static int DivideUp(int number, int by) => (number + by - 1) / by;
}
