using System.Text.Json;
using Parquet;
using Parquet.Schema;
using SimClr.Core.Embeddings;

namespace SimClr.Core.Parquet;

/// <summary>Writes a set, group of rows by group of rows.</summary>
internal static class ParquetSetWriter
{
    private const int GroupValues = 1 << 20;

    public static async Task WriteAsync(Stream stream, EmbeddingSet set, CancellationToken cancellationToken)
    {
        (DataField path, DataField label, DataField value, ParquetSchema schema) = ParquetColumns.Create();
        ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = Metadata(set);
            int rows = Math.Clamp(GroupValues / set.Dimension, 1, set.Count);
            for (int first = 0; first < set.Count; first += rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] group = [.. Enumerable.Range(first, Math.Min(rows, set.Count - first))];
                using ParquetRowGroupWriter part = writer.CreateRowGroup();
                await part.WriteAsync(path, Array.ConvertAll(group, index => set.GetPath(index)!)).ConfigureAwait(false);
                await part.WriteAsync<int>(label, Array.ConvertAll(group, set.GetLabel), cancellationToken: cancellationToken).ConfigureAwait(false);
                await WriteVectorsAsync(part, value, set, group, cancellationToken).ConfigureAwait(false);
                part.CompleteValidate();
            }
        }
    }

    // No list and no value is missing; each vector begins where the repetition is 0.
    private static async Task WriteVectorsAsync(
        ParquetRowGroupWriter part, DataField field, EmbeddingSet set, int[] group, CancellationToken cancellationToken)
    {
        float[] values = new float[group.Length * set.Dimension];
        int[] definitions = new int[values.Length], repetitions = new int[values.Length];
        Array.Fill(definitions, field.MaxDefinitionLevel);
        Array.Fill(repetitions, field.MaxRepetitionLevel);
        for (int row = 0; row < group.Length; row++)
        {
            set.Row(group[row]).CopyTo(values.AsSpan(row * set.Dimension));
            repetitions[row * set.Dimension] = 0;
        }

        await part.WriteAllPartsAsync<float>(field, values, definitions, repetitions, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> Metadata(EmbeddingSet set)
    {
        Dictionary<string, string> metadata = [];
        if (set.ModelId is { } model)
            metadata.Add(ParquetColumns.ModelId, model);
        if (set.ClassNames.Count > 0)
            metadata.Add(ParquetColumns.ClassNames, JsonSerializer.Serialize([.. set.ClassNames], ParquetJson.Default.StringArray));
        return metadata;
    }
}
