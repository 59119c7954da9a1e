namespace SimClr.Core.Parquet.Thrift;

/// <summary>The fields that a struct may have, by their numbers.</summary>
internal sealed class ThriftShape
{
    private readonly Dictionary<int, ThriftField> _fields = [];

    public ThriftField this[int number]
    {
        set => _fields.Add(number, value);
    }

    /// <summary>A field; null if the shape does not have it.</summary>
    public ThriftField? Find(int number) => _fields.GetValueOrDefault(number);
}
