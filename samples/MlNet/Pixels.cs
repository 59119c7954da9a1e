using Microsoft.ML.Data;
using SimClr.Core.Augmentation;

namespace SimClr.Core.Samples.MlNet;

/// <summary>A prepared image, channel by channel.</summary>
internal sealed class Pixels
{
    [ColumnName("images")]
    public required float[] Values { get; init; }

    public static SchemaDefinition Schema(ViewShape shape)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Pixels));
        schema["images"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, 1, shape.Channels, shape.Height, shape.Width);
        return schema;
    }
}
