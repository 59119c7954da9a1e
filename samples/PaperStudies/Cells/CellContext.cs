namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>What a cell works with.</summary>
internal sealed class CellContext
{
    private const string WeightsFile = "model.safetensors";

    public required StudyData Data { get; init; }

    /// <summary>The folder of a cell's own files.</summary>
    public required Func<Cell, string> FolderOf { get; init; }

    public required int Threads { get; init; }

    /// <summary>Receives the part of the cell that is done, in [0, 1].</summary>
    public required IProgress<double> Progress { get; init; }

    public required CancellationToken CancellationToken { get; init; }

    /// <summary>Where a cell leaves the weights that it trained.</summary>
    public string WeightsOf(EncoderCell cell) => Path.Combine(FolderOf(cell), WeightsFile);
}
