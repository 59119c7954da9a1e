namespace SimClr.Core.Data;

/// <summary>The type of an image's samples and with it the value that stands for full intensity.</summary>
public enum SampleType
{
    /// <summary>Bytes; 255 is full intensity.</summary>
    UInt8,

    /// <summary>Unsigned 16-bit numbers; 65535 is full intensity.</summary>
    UInt16,

    /// <summary>Single precision; 1 is full intensity.</summary>
    Float32,
}
