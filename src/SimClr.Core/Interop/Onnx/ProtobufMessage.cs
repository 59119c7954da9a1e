using Google.Protobuf;
using static Google.Protobuf.WireFormat;

namespace SimClr.Core.Interop.Onnx;

/// <summary>
/// A message of protocol buffers that is put together field by field and written as a whole. It knows its length beforehand, which its
/// parent needs, so that large bytes need not be there before they are written.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<CodedOutputStream, Stream>> _fields = [];

    /// <summary>Bytes of the message.</summary>
    public long Length { get; private set; }

    /// <summary>Adds a string.</summary>
    public ProtobufMessage Add(int field, string value)
        => Add(field, WireType.LengthDelimited, CodedOutputStream.ComputeStringSize(value), (output, _) => output.WriteString(value));

    /// <summary>Adds a whole number, or a member of an enumeration.</summary>
    public ProtobufMessage Add(int field, long value)
        => Add(field, WireType.Varint, CodedOutputStream.ComputeInt64Size(value), (output, _) => output.WriteInt64(value));

    /// <summary>Adds a number in single precision.</summary>
    public ProtobufMessage Add(int field, float value)
        => Add(field, WireType.Fixed32, CodedOutputStream.ComputeFloatSize(value), (output, _) => output.WriteFloat(value));

    /// <summary>Adds a message, which must be complete.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage message) => AddBytes(field, message.Length, message.WriteTo);

    /// <summary>Adds bytes that are asked for only when the message is written.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="length">How many there will be.</param>
    /// <param name="write">Writes them.</param>
    public ProtobufMessage Add(int field, long length, Action<Stream> write) => AddBytes(field, length, (output, stream) =>
    {
        output.Flush();
        write(stream);
    });

    /// <summary>Writes the message, without a length in front, and leaves the stream open.</summary>
    public void WriteTo(Stream stream)
    {
        using CodedOutputStream output = new(stream, leaveOpen: true);
        WriteTo(output, stream);
    }

    private void WriteTo(CodedOutputStream output, Stream stream)
    {
        foreach (Action<CodedOutputStream, Stream> write in _fields)
            write(output, stream);
    }

    private ProtobufMessage AddBytes(int field, long length, Action<CodedOutputStream, Stream> write)
        => Add(field, WireType.LengthDelimited, CodedOutputStream.ComputeUInt64Size((ulong)length) + length, (output, stream) =>
        {
            output.WriteUInt64((ulong)length);
            write(output, stream);
        });

    private ProtobufMessage Add(int field, WireType type, long size, Action<CodedOutputStream, Stream> write)
    {
        Length += CodedOutputStream.ComputeTagSize(field) + size;
        _fields.Add((output, stream) =>
        {
            output.WriteTag(field, type);
            write(output, stream);
        });
        return this;
    }
}
