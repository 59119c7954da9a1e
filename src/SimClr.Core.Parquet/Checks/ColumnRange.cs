namespace SimClr.Core.Parquet.Checks;

/// <summary>The pages of a column in a group of rows.</summary>
/// <param name="Column">Its name, for messages.</param>
/// <param name="Start">The first byte.</param>
/// <param name="Values">Values in all pages, missing ones among them.</param>
/// <param name="Codec">How pages are compressed.</param>
internal sealed record ColumnRange(string Column, long Start, long Values, ParquetCodec Codec);
