using System.IO.Hashing;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>A file in a zip archive, as the archive's directory has it.</summary>
/// <param name="Name">Its path in the archive.</param>
/// <param name="HeaderOffset">Where its own header begins; the data follow.</param>
/// <param name="Length">Length of its data.</param>
/// <param name="Checksum">The CRC-32 of its data; 0 if it was left out, as torch does on demand (torch.serialization.set_crc32_options).</param>
/// <param name="IsStored">True if they are neither compressed nor encrypted.</param>
internal sealed record ZipRecord(string Name, long HeaderOffset, long Length, uint Checksum, bool IsStored)
{
    /// <summary>Where what follows begins, which its data must not reach.</summary>
    public long Limit { get; init; }

    /// <summary>Compares the checksum.</summary>
    /// <param name="data">Of all data.</param>
    /// <exception cref="WeightsException">They are others than those that were written.</exception>
    public void Check(Crc32 data)
    {
        uint found = data.GetCurrentHashAsUInt32();
        if (Checksum != 0 && found != Checksum)
            throw new WeightsException($"'{Name}' in the zip archive is damaged: its CRC-32 is {found:x8} instead of {Checksum:x8}");
    }
}
