namespace SimClr.Core.Interop.PyTorch;

/// <summary>What a file of <c>torch.save</c> holds: the pickled object, and where in the file each of its storages lies.</summary>
internal sealed record PyTorchContent(object? Root, IReadOnlyDictionary<string, StoragePlace> Storages)
{
    /// <summary>The longest pickle that is read: that of a hundred thousand tensors has 16 MB.</summary>
    public const int MaximumPickle = 64 << 20;

    /// <summary>Reads either form of the file.</summary>
    /// <exception cref="WeightsException">The file is damaged, or holds more than weights.</exception>
    public static PyTorchContent Read(Stream stream)
    {
        byte[] start = new byte[4];
        stream.Position = 0;
        stream.ReadExactly(start);
        return start.AsSpan().SequenceEqual("PK\x3\x4"u8) ? ZipForm.Read(stream) : LegacyForm.Read(stream);
    }
}
