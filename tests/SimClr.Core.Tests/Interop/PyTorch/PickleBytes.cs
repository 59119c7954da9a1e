using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SimClr.Core.Interop.PyTorch;

namespace SimClr.Core.Tests.Interop.PyTorch;

/// <summary>Pickles and files made by hand: what another program, a defect or an attacker might write.</summary>
internal static class PickleBytes
{
    /// <summary>Texts as Latin-1, numbers as one byte each, arrays as they are.</summary>
    public static byte[] Of(params ReadOnlySpan<object> parts)
    {
        List<byte> bytes = [];
        foreach (object part in parts)
        {
            bytes.AddRange(part switch
            {
                string text => Encoding.Latin1.GetBytes(text),
                int number => [(byte)number],
                byte[] content => content,
                _ => throw new ArgumentException($"{part} is no part of a pickle."),
            });
        }

        return [.. bytes];
    }

    public static byte[] Little(int value)
    {
        byte[] bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Little(long value)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] Text(string text) => Of("X", Little(text.Length), text);

    public static byte[] Number(long value) => Of(0x8a, 8, Little(value));

    public static byte[] Numbers(params ReadOnlySpan<long> values)
    {
        List<byte> bytes = [.. "("u8];
        foreach (long value in values)
            bytes.AddRange(Number(value));
        return [.. bytes, .. "t"u8];
    }

    /// <summary>A storage's persistent id, and that which it stands for.</summary>
    public static byte[] Storage(string key, byte[] count, string type = "FloatStorage")
        => Of("(", Text("storage"), $"ctorch\n{type}\n", Text(key), Text("cpu"), count, "tQ");

    public static byte[] Tensor(byte[] storage, byte[] offset, byte[] size, byte[] strides)
        => Of("ctorch._utils\n_rebuild_tensor_v2\n(", storage, offset, size, strides, 0x89, "ccollections\nOrderedDict\n)RtR");

    /// <summary>A tensor of single precision, row by row, in a storage of its own length.</summary>
    public static byte[] Tensor(string key, int length) => Tensor(Storage(key, Number(length)), Number(0), Numbers(length), Numbers(1));

    public static byte[] Dictionary(params ReadOnlySpan<(string Name, byte[] Value)> items)
    {
        List<byte> bytes = [.. "}("u8];
        foreach ((string name, byte[] value) in items)
            bytes.AddRange([.. Text(name), .. value]);
        return [.. bytes, .. "u"u8];
    }

    /// <summary>A whole pickle of protocol 2.</summary>
    public static byte[] Whole(byte[] content) => Of(0x80, 2, content, ".");

    /// <summary>A file of torch.save with this pickle, and storages named by number.</summary>
    public static byte[] File(byte[] pickle, params ReadOnlySpan<byte[]> storages)
    {
        List<(string, byte[])> records = [("data.pkl", pickle)];
        for (int key = 0; key < storages.Length; key++)
            records.Add(($"data/{key}", storages[key]));
        return Zip(CompressionLevel.NoCompression, [.. records]);
    }

    public static byte[] Zip(CompressionLevel level, params ReadOnlySpan<(string Name, byte[] Content)> records)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in records)
            {
                using Stream entry = archive.CreateEntry($"archive/{name}", level).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The file as torch writes it without checksums: zeros in their places in the zip archive's directory.</summary>
    public static byte[] WithoutChecksums(byte[] file)
    {
        byte[] bytes = [.. file];
        for (int at = 0; at < bytes.Length - 20; at++)
            if (bytes.AsSpan(at).StartsWith("PK\x1\x2"u8))
                bytes.AsSpan(at + 16, sizeof(uint)).Clear();
        return bytes;
    }

    /// <summary>Runs a pickle alone.</summary>
    public static object? Run(byte[] pickle) => new PickleMachine(new PickleReader(pickle)).Run();

    public static PyTorchFile Open(byte[] file, string? key = null) => PyTorchFile.Open(new MemoryStream(file), key);
}
