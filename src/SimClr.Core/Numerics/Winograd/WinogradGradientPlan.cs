namespace SimClr.Core.Numerics.Winograd;

/// <summary>
/// How a weight gradient is cut into units of work: groups of inputs, so that a unit's sums stay in a second-level cache, and chunks of
/// blocks of tiles, each with sums of its own. It follows from the shapes alone, and so does the order in which terms are added.
/// </summary>
/// <param name="grid">The tiles.</param>
/// <param name="inputs">Channels of the input.</param>
/// <param name="outputs">Channels of the output.</param>
internal sealed class WinogradGradientPlan(TileGrid grid, int inputs, int outputs)
{
    private const int MostInputs = 96;
    private const int InputsOfManyGroups = 48; // Whole vectors and whole blocks of a product's rows.
    private const int WantedUnits = 32;
    private const int MostPartialSums = 1 << 20;

    public int Inputs => inputs;

    public int Outputs => outputs;

    /// <summary>Panels of 16 outputs.</summary>
    public int Panels { get; } = DivideUp(outputs, WinogradProduct.Columns);

    public int InputsOfGroup { get; } = inputs <= MostInputs ? inputs : InputsOfManyGroups;

    public int Groups => DivideUp(inputs, InputsOfGroup);

    /// <summary>Sums of a group.</summary>
    public int LengthOfGroup => checked(16 * Panels * WinogradGradientBlock.PaddedInputs(InputsOfGroup) * WinogradProduct.Columns);

    /// <summary>Sums of a chunk.</summary>
    public int LengthOfChunk => checked(Groups * LengthOfGroup);

    public int Chunks => Math.Clamp(Math.Min(DivideUp(WantedUnits, Groups), MostPartialSums / LengthOfChunk), 1, grid.Blocks);

    /// <summary>The first input of a group.</summary>
    public int FirstInput(int group) => group * InputsOfGroup;

    /// <summary>How many inputs a group has; the last may have fewer.</summary>
    public int InputsOf(int group) => Math.Min(InputsOfGroup, inputs - FirstInput(group));

    /// <summary>The first block of a chunk; of the chunk behind the last the number of blocks.</summary>
    public int FirstBlock(int chunk) => (int)((long)grid.Blocks * chunk / Chunks);

    private static int DivideUp(int number, int by) => (number + by - 1) / by;
}
