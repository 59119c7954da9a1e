namespace SimClr.Core.Embeddings.Formats;

/// <summary>One array in NumPy's format: the vectors alone.</summary>
internal sealed class NpyFormat : IEmbeddingFormat
{
    public void Write(Stream stream, EmbeddingSet set) => NpyVectors.Write(stream, set);

    public EmbeddingSet Read(FileStream stream)
    {
        (float[] values, int dimension) = NpyVectors.Read(new LimitedInput(stream, stream.Length));
        return new EmbeddingSet(values, dimension);
    }

    /// <summary>Vectors that stay in the file.</summary>
    /// <param name="stream">At its beginning; owned by what is returned.</param>
    /// <exception cref="EmbeddingFileException">The file is damaged, or holds vectors of another form.</exception>
    public static MappedVectors Map(FileStream stream)
    {
        LimitedInput input = new(stream, stream.Length);
        NpyHeader header = NpyHeader.Read(input);
        (int count, int dimension) = NpyVectors.Shape(header, input);
        long offset = stream.Length - input.Remaining;
        if (header.Type != NpyVectors.WrittenType || header.FortranOrder || offset % sizeof(float) != 0)
        {
            throw new EmbeddingFileException(
                $"Only values of the type '{NpyVectors.WrittenType}' in C order, at a multiple of {sizeof(float)} bytes, can stay in the file; found "
                + $"'{header.Type}' in {(header.FortranOrder ? "Fortran" : "C")} order at byte {offset}. Load reads them.");
        }

        return new MappedVectors(stream, offset, count, dimension);
    }
}
