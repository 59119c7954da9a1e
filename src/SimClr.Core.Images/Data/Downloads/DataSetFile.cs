namespace SimClr.Core.Data.Downloads;

/// <summary>A file that is taken out of an archive.</summary>
/// <param name="Name">Its name in the archive's folder.</param>
/// <param name="Bytes">Its length; the most if it is optional.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
internal readonly record struct DataSetFile(string Name, long Bytes, bool IsOptional = false);
