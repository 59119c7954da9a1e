using SimClr.Core.Embeddings;

namespace SimClr.Core.Parquet.Thrift;

/// <summary>The fields of a struct: numbers as long, bools, texts as bytes, structs, and lists as arrays of these.</summary>
internal sealed class ThriftStruct
{
    private List<(int Number, object Value)>? _fields;

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<(int Number, object Value)> Fields => _fields ?? [];

    /// <exception cref="EmbeddingFileException">It is there already.</exception>
    public void Add(int number, object value)
    {
        if (Find(number) is not null)
            throw new EmbeddingFileException($"Expected the field {number} of a struct once, found it twice.");
        (_fields ??= []).Add((number, value));
    }

    /// <summary>A number, or null if it is not there.</summary>
    public long? Number(int number) => (long?)Find(number);

    /// <summary>A number that must be there, and within a range.</summary>
    /// <exception cref="EmbeddingFileException">It is not.</exception>
    public long Number(int number, string what, long least, long most) => Number(number) is { } found && found >= least && found <= most
        ? found
        : throw new EmbeddingFileException($"Expected {what} from {least} to {most}, found {(object?)Number(number) ?? "none"}.");

    /// <summary>A bool, or null if it is not there.</summary>
    public bool? Flag(int number) => (bool?)Find(number);

    /// <summary>Bytes, or null if they are not there.</summary>
    public byte[]? Bytes(int number) => (byte[]?)Find(number);

    /// <summary>A struct, or null if it is not there.</summary>
    public ThriftStruct? Struct(int number) => (ThriftStruct?)Find(number);

    /// <summary>A list; empty if it is not there.</summary>
    public object[] List(int number) => (object[]?)Find(number) ?? [];

    // A struct has a dozen fields at most.
    private object? Find(int number)
    {
        foreach ((int found, object value) in Fields)
            if (found == number)
                return value;
        return null;
    }
}
