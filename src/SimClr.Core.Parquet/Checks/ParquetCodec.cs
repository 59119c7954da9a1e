namespace SimClr.Core.Parquet.Checks;

/// <summary>The ways to compress pages that are read, numbered as in the format.</summary>
internal enum ParquetCodec
{
    None = 0,
    Snappy = 1,
    Gzip = 2,
    Brotli = 4,
    Zstandard = 6,
    Lz4 = 7,
}
