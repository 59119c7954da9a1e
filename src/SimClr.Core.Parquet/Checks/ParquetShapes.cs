using SimClr.Core.Parquet.Thrift;

namespace SimClr.Core.Parquet.Checks;

/// <summary>Structs of the format (parquet.thrift of Apache Parquet 2.11), numbered as there.</summary>
internal static class ParquetShapes
{
    private static readonly ThriftField Flag = new(ThriftType.True);
    private static readonly ThriftField Tiny = new(ThriftType.Byte);
    private static readonly ThriftField Number = new(ThriftType.Int32);
    private static readonly ThriftField Long = new(ThriftType.Int64);
    private static readonly ThriftField Text = new(ThriftType.Binary);
    private static readonly ThriftField Nothing = ThriftField.StructOf(new ThriftShape());

    private static readonly ThriftField Unit = ThriftField.StructOf(new ThriftShape { [1] = Nothing, [2] = Nothing, [3] = Nothing });
    private static readonly ThriftField Time = ThriftField.StructOf(new ThriftShape { [1] = Flag, [2] = Unit });

    private static readonly ThriftShape LogicalType = new()
    {
        [1] = Nothing,
        [2] = Nothing,
        [3] = Nothing,
        [4] = Nothing,
        [5] = ThriftField.StructOf(new ThriftShape { [1] = Number, [2] = Number }),
        [6] = Nothing,
        [7] = Time,
        [8] = Time,
        [10] = ThriftField.StructOf(new ThriftShape { [1] = Tiny, [2] = Flag }),
        [11] = Nothing,
        [12] = Nothing,
        [13] = Nothing,
        [14] = Nothing,
        [15] = Nothing,
    };

    private static readonly ThriftShape SchemaElement = new()
    {
        [1] = Number, [2] = Number, [3] = Number, [4] = Text, [5] = Number, [6] = Number, [7] = Number, [8] = Number, [9] = Number,
        [10] = ThriftField.StructOf(LogicalType),
    };

    private static readonly ThriftShape ColumnMetadata = new()
    {
        [1] = Number, [2] = ThriftField.ListOf(ThriftType.Int32), [3] = ThriftField.ListOf(ThriftType.Binary), [4] = Number,
        [5] = Long, [6] = Long, [7] = Long, [9] = Long, [10] = Long, [11] = Long,
    };

    private static readonly ThriftShape ColumnChunk = new() { [2] = Long, [3] = ThriftField.StructOf(ColumnMetadata) };

    private static readonly ThriftShape RowGroup = new() { [1] = ThriftField.ListOf(ColumnChunk), [2] = Long, [3] = Long };

    private static readonly ThriftShape KeyValue = new() { [1] = Text, [2] = Text };

    private static readonly ThriftField Statistics = ThriftField.StructOf(new ThriftShape
    {
        [1] = Text, [2] = Text, [3] = Long, [4] = Long, [5] = Text, [6] = Text, [7] = Flag, [8] = Flag,
    });

    /// <summary>What is needed of a file's footer: no statistics, indices, or places of other files.</summary>
    public static ThriftShape Footer { get; } = new()
    {
        [1] = Number, [2] = ThriftField.ListOf(SchemaElement), [3] = Long, [4] = ThriftField.ListOf(RowGroup),
        [5] = ThriftField.ListOf(KeyValue), [6] = Text,
    };

    /// <summary>All that a page's header may have.</summary>
    public static ThriftShape PageHeader { get; } = new()
    {
        [1] = Number, [2] = Number, [3] = Number, [4] = Number,
        [5] = ThriftField.StructOf(new ThriftShape { [1] = Number, [2] = Number, [3] = Number, [4] = Number, [5] = Statistics }),
        [7] = ThriftField.StructOf(new ThriftShape { [1] = Number, [2] = Number, [3] = Flag }),
        [8] = ThriftField.StructOf(new ThriftShape
        {
            [1] = Number, [2] = Number, [3] = Number, [4] = Number, [5] = Number, [6] = Number, [7] = Flag, [8] = Statistics,
        }),
    };
}
