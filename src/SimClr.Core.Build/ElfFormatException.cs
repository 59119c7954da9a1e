using System;

namespace SimClr.Core.Build;

/// <summary>A file is not the ELF file that was expected; the message completes "the file was left alone because …".</summary>
internal sealed class ElfFormatException : Exception
{
    public ElfFormatException(string message)
        : base(message)
    {
    }
}
