namespace SimClr.Core.Data;

/// <summary>How far a published data set has come.</summary>
/// <param name="Step">What is done.</param>
/// <param name="Done">Bytes so far, those of an earlier download that is resumed among them; 0 while waiting.</param>
/// <param name="Total">Bytes in all; 0 while waiting.</param>
public readonly record struct DataSetProgress(DataSetStep Step, long Done, long Total);
