namespace SimClr.Core.Parquet.Thrift;

/// <summary>Types of Apache Thrift's compact protocol (thrift-compact-protocol.md). A bool is one of two, and has no bytes of its own.</summary>
internal enum ThriftType : byte
{
    Stop = 0,
    True = 1,
    False = 2,
    Byte = 3,
    Int16 = 4,
    Int32 = 5,
    Int64 = 6,
    Double = 7,
    Binary = 8,
    List = 9,
    Set = 10,
    Map = 11,
    Struct = 12,
}
