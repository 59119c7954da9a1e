using System.Text.Json;
using Parquet;
using Parquet.Schema;
using SimClr.Core.Embeddings;
using SimClr.Core.Embeddings.Formats;

namespace SimClr.Core.Parquet;

/// <summary>Reads a set, group of rows by group of rows. Its errors name no file; the caller does.</summary>
/// <param name="reader">The file's.</param>
/// <param name="mostValues">More than this the file cannot hold, whatever it says of itself.</param>
/// <param name="cancellationToken">Stops the reading.</param>
internal sealed class ParquetSetReader(ParquetReader reader, long mostValues, CancellationToken cancellationToken)
{
    private readonly EmbeddingSetDraft _draft = new(0);

    /// <exception cref="EmbeddingFileException">The columns are others than expected, or a vector is missing.</exception>
    public async Task<EmbeddingSet> ReadAsync()
    {
        DataField vector = FieldOf(ParquetColumns.Vector)
            ?? throw new EmbeddingFileException($"Expected a column '{ParquetColumns.Vector}', found {string.Join(", ", reader.Schema.DataFields.Select(field => field.Path))}.");
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using ParquetRowGroupReader part = reader.OpenRowGroupReader(group);
            await ReadGroupAsync(part, vector).ConfigureAwait(false);
        }

        string? names = reader.CustomMetadata.GetValueOrDefault(ParquetColumns.ClassNames);
        return _draft.Finish(
            names is null ? null : JsonSerializer.Deserialize(names, ParquetJson.Default.StringArray),
            reader.CustomMetadata.GetValueOrDefault(ParquetColumns.ModelId));
    }

    private async Task ReadGroupAsync(ParquetRowGroupReader part, DataField vector)
    {
        int rows = Required(part.RowCount, "rows");
        (float[] values, int dimension) = await ReadVectorsAsync(part, vector, rows).ConfigureAwait(false);
        string?[] paths = new string?[rows];
        if (FieldOf(ParquetColumns.Path) is { } path)
            await part.ReadAsync(path, paths.AsMemory()!, cancellationToken: cancellationToken).ConfigureAwait(false);
        int?[] labels = await ReadLabelsAsync(part, rows).ConfigureAwait(false);
        for (int row = 0; row < rows; row++)
            _draft.Add(values.AsSpan(row * dimension, dimension), paths[row], labels[row]);
    }

    private async Task<(float[] Values, int Dimension)> ReadVectorsAsync(ParquetRowGroupReader part, DataField field, int rows)
    {
        int count = Required(part.GetMetadata(field)?.MetaData?.NumValues ?? 0, "values");
        float[] values = new float[count];
        int[] definitions = new int[count], repetitions = new int[count];
        if (field.ClrType == typeof(double))
        {
            double[] exact = new double[count];
            await part.ReadRawAsync<double>(field, exact, definitions, repetitions, cancellationToken).ConfigureAwait(false);
            values = Array.ConvertAll(exact, value => (float)value);
        }
        else
        {
            await part.ReadRawAsync<float>(field, values, definitions, repetitions, cancellationToken).ConfigureAwait(false);
        }

        int dimension = count / rows;
        for (int i = 0; i < count; i++)
        {
            if (count % rows != 0 || definitions[i] != field.MaxDefinitionLevel || repetitions[i] == 0 != (i % dimension == 0))
                throw new EmbeddingFileException($"Expected vectors of one length, without missing values, found another one or none about row {_draft.Count + i / Math.Max(1, dimension)}.");
        }

        return (values, dimension);
    }

    private async Task<int?[]> ReadLabelsAsync(ParquetRowGroupReader part, int rows)
    {
        if (FieldOf(ParquetColumns.Label) is not { } field)
            return new int?[rows];
        return field.ClrType == typeof(long)
            ? Array.ConvertAll(await ReadAsync<long>(part, field, rows).ConfigureAwait(false), label => checked((int?)label))
            : await ReadAsync<int>(part, field, rows).ConfigureAwait(false);
    }

    private async Task<T?[]> ReadAsync<T>(ParquetRowGroupReader part, DataField field, int rows)
        where T : struct
    {
        T?[] values = new T?[rows];
        if (field.IsNullable)
        {
            await part.ReadAsync<T>(field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            return values;
        }

        T[] present = new T[rows];
        await part.ReadAsync<T>(field, present.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(present, value => (T?)value);
    }

    private DataField? FieldOf(string column) => Array.Find(reader.Schema.DataFields, field => field.Path.FirstPart == column);

    private int Required(long found, string what) => found > 0 && found <= Math.Min(mostValues, Array.MaxLength)
        ? (int)found
        : throw new EmbeddingFileException($"Expected at least one and at most {Math.Min(mostValues, Array.MaxLength)} {what} in a group of this file, found {found}.");
}
