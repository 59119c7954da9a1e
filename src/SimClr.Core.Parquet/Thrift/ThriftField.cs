namespace SimClr.Core.Parquet.Thrift;

/// <summary>What a field of a struct must be.</summary>
/// <param name="Type">Its type; <see cref="ThriftType.True"/> for a bool.</param>
/// <param name="Shape">Of a struct, or of the structs in a list.</param>
/// <param name="Element">What a list holds.</param>
internal sealed record ThriftField(ThriftType Type, ThriftShape? Shape = null, ThriftType Element = ThriftType.Stop)
{
    public static ThriftField StructOf(ThriftShape shape) => new(ThriftType.Struct, shape);

    public static ThriftField ListOf(ThriftType element) => new(ThriftType.List, null, element);

    public static ThriftField ListOf(ThriftShape shape) => new(ThriftType.List, shape, ThriftType.Struct);

    public bool Is(ThriftType found) => (found == ThriftType.False ? ThriftType.True : found) == Type;
}
