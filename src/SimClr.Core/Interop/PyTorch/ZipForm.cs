namespace SimClr.Core.Interop.PyTorch;

/// <summary>The form of torch 1.6 and later: a zip archive with <c>data.pkl</c>, and one file a storage below <c>data/</c>.</summary>
internal static class ZipForm
{
    private const string PickleName = "data.pkl";
    private const int LongestByteOrder = 16;

    /// <exception cref="WeightsException">The file is damaged, or holds more than weights.</exception>
    public static PyTorchContent Read(Stream stream)
    {
        ZipDirectory zip = ZipDirectory.Read(stream);
        ZipRecord[] pickles = [.. zip.Records.Values.Where(record => Path.GetFileName(record.Name) == PickleName)];
        if (pickles is not [var pickle])
            throw new WeightsException($"the zip archive has {pickles.Length} files {PickleName}; a file of torch.save has one");
        string folder = pickle.Name[..^PickleName.Length];
        if (zip.Records.ContainsKey(folder + "constants.pkl"))
            throw new WeightsException("the file is a TorchScript program, not weights: in Python, torch.save(torch.jit.load(path).state_dict(), path)");
        if (zip.Records.GetValueOrDefault(folder + "byteorder") is { } order && !zip.Content(order, LongestByteOrder).AsSpan().SequenceEqual("little"u8))
            throw new WeightsException("the file is of a big-endian machine, which is not read");
        PickleMachine machine = new(new PickleReader(zip.Content(pickle, PyTorchContent.MaximumPickle)));
        object? root = machine.Run();
        Dictionary<string, StoragePlace> places = [];
        foreach (PickledStorage storage in machine.Storages.Values)
        {
            string name = $"{folder}data/{storage.Key}";
            if (!zip.Records.TryGetValue(name, out ZipRecord? record))
                throw new WeightsException($"the zip archive has no '{name}', which its pickle names");
            if (record.Length != storage.Bytes)
                throw new WeightsException($"'{name}' in the zip archive has {record.Length} bytes instead of {storage.Bytes}");
            places.Add(storage.Key, new StoragePlace(zip.DataOf(record), record));
        }

        return new PyTorchContent(root, places);
    }
}
