using System.Text.Json.Serialization;
using Parquet.Schema;

namespace SimClr.Core.Parquet;

/// <summary>The names in a file.</summary>
internal static class ParquetColumns
{
    public const string Path = "path";
    public const string Label = "label";
    public const string Vector = "vector";
    public const string ModelId = "simclr.model_id";
    public const string ClassNames = "simclr.class_names";

    /// <summary>The fields that are written; those of the values first, then what holds the vector's.</summary>
    public static (DataField Path, DataField Label, DataField Value, ParquetSchema Schema) Create()
    {
        DataField<string> path = new(Path, nullable: true);
        DataField<int> label = new(Label, nullable: true);
        DataField<float> value = new("element", nullable: false);
        return (path, label, value, new ParquetSchema(path, label, new ListField(Vector, value)));
    }
}

/// <summary>Generated code for the names of the classes.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class ParquetJson : JsonSerializerContext;
