using System.Buffers.Binary;

namespace SimClr.Core.Interop.PyTorch;

/// <summary>
/// The form before torch 1.6: five pickles (magic number, version, machine, object, keys of the storages), then the storages, each with
/// its number of elements before it.
/// </summary>
internal static class LegacyForm
{
    private const long Version = 1001;

    // 0x1950a86a20f9469cfc6c, the lowest byte first.
    private static ReadOnlySpan<byte> Magic => [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <exception cref="WeightsException">The file is damaged, or holds more than weights.</exception>
    public static PyTorchContent Read(Stream stream)
    {
        byte[] bytes = new byte[Math.Min(stream.Length, PyTorchContent.MaximumPickle)];
        stream.Position = 0;
        stream.ReadExactly(bytes);
        PickleReader reader = new(bytes);
        if (new PickleMachine(reader).Run() is not PickledLong magic || !magic.Digits.AsSpan().SequenceEqual(Magic))
            throw new WeightsException("the file begins with a pickle, but not with torch's magic number; only what torch.save writes is read");
        if (new PickleMachine(reader).Run() is not Version)
            throw new WeightsException($"the file is not of version {Version} of torch's format");
        if (new PickleMachine(reader).Run() is not PickledDictionary machineOfOrigin || IsBigEndian(machineOfOrigin))
            throw new WeightsException("the file is of a big-endian machine, or does not say so; it is not read");
        PickleMachine machine = new(reader);
        object? root = machine.Run();
        if (new PickleMachine(reader).Run() is not List<object?> keys)
            throw new WeightsException("the file has no list of its storages");
        return new PyTorchContent(root, Places(stream, reader.Position, keys, machine.Storages));
    }

    private static bool IsBigEndian(PickledDictionary machine)
        => !machine.Items.Any(item => item is { Key: "little_endian", Value: true });

    private static Dictionary<string, StoragePlace> Places(
        Stream stream, long position, List<object?> keys, IReadOnlyDictionary<string, PickledStorage> storages)
    {
        Dictionary<string, StoragePlace> places = [];
        byte[] count = new byte[sizeof(long)];
        foreach (object? key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out PickledStorage? storage) || places.ContainsKey(name))
                throw new WeightsException("the file lists a storage twice, or one that its pickle does not name");
            if (position + sizeof(long) > stream.Length || storage.Bytes > stream.Length - position - sizeof(long))
                throw new WeightsException($"storage '{name}' has {storage.Bytes} bytes, more than follow; the file seems to be cut");
            stream.Position = position;
            stream.ReadExactly(count);
            long written = BinaryPrimitives.ReadInt64LittleEndian(count);
            if (written != storage.Count)
                throw new WeightsException($"storage '{name}' has {written} elements where its pickle says {storage.Count}");
            places.Add(name, new StoragePlace(position + sizeof(long)));
            position += sizeof(long) + (long)storage.Bytes;
        }

        if (places.Count != storages.Count)
            throw new WeightsException($"the file has {places.Count} storages; its pickle names {storages.Count}");
        return position == stream.Length
            ? places
            : throw new WeightsException($"the storages end at byte {position}, but the file has {stream.Length}");
    }
}
