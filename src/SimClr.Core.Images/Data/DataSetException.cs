namespace SimClr.Core.Data;

/// <summary>A published data set could not be downloaded or unpacked; the message names the address or file, and the reason.</summary>
public sealed class DataSetException : IOException
{
    /// <summary>Creates an exception without details.</summary>
    public DataSetException()
    {
    }

    /// <summary>Creates an exception with a message.</summary>
    public DataSetException(string message)
        : base(message)
    {
    }

    /// <summary>Creates an exception with a message and its cause.</summary>
    public DataSetException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
