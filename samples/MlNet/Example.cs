using Microsoft.ML.Data;

namespace SimClr.Core.Samples.MlNet;

/// <summary>A vector with its class, as ML.NET takes it.</summary>
internal sealed class Example
{
    public required float[] Features { get; init; }

    public required string Label { get; init; }

    public static SchemaDefinition Schema(int dimension)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Example));
        schema[nameof(Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, dimension);
        return schema;
    }
}
