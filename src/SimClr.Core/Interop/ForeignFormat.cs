using System.Buffers.Binary;
using System.Text;

namespace SimClr.Core.Interop;

/// <summary>Recognizes files of other formats by their first bytes.</summary>
internal static class ForeignFormat
{
    private const int LongestStart = 128;

    // Lengths of the fixed part of a zip archive's first entry, and where in it the length of the entry's name stands.
    private const int ZipHeader = 30;
    private const int ZipNameLength = 26;

    private static readonly string[] PyTorchEndings = [".pt", ".pth", ".ckpt", ".bin"];

    // Fields of ONNX's ModelProto that may follow its version: 2 to 8, by the tags that protobuf gives them.
    private static readonly byte[] OnnxTags = [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42];

    /// <summary>True if the file is of PyTorch, by its first bytes; of a zip archive without a telling one, by its path.</summary>
    public static bool IsPyTorch(Stream stream, string path)
    {
        ReadOnlySpan<byte> start = StartOf(stream);
        return IsZip(start) ? IsPyTorchZip(start, path) : IsPickle(start);
    }

    /// <summary>What the file is and how to convert it, for a sentence that begins with its path; null if it is not known.</summary>
    public static string? Describe(Stream stream, string path)
    {
        ReadOnlySpan<byte> start = StartOf(stream);
        // Before the length: PyTorch's zip archives, whose next bytes are zeros, say 67324752.
        if (IsZip(start))
            return DescribeZip(start, path);
        if (CouldBeSafeTensors(start))
            return null;
        if (IsPickle(start))
            return PyTorch(path);
        if (start is [0x89, .. var hdf] && hdf.StartsWith("HDF\r\n\x1a\n"u8))
        {
            return "is an HDF5 file, not a safetensors file; read its arrays in Python (h5py) and write them with "
                + SaveFile("numpy", "arrays", path);
        }

        return start is [0x08, > 0 and < 32, var tag, ..] && OnnxTags.Contains(tag)
            ? "is an ONNX file, a network rather than its weights; in Python, write the state dict of the model that it came from with "
                + "safetensors.torch.save_file"
            : null;
    }

    private static ReadOnlySpan<byte> StartOf(Stream stream)
    {
        byte[] buffer = new byte[LongestStart];
        stream.Position = 0;
        return buffer.AsSpan(0, stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }

    // What could be the length of a header is one: then the file is damaged, not of another format.
    private static bool CouldBeSafeTensors(ReadOnlySpan<byte> start)
        => start.Length < SafeTensorsHeader.LengthBytes || BinaryPrimitives.ReadUInt64LittleEndian(start) <= SafeTensorsHeader.MaximumLength;

    // A header has a brace where an archive has none.
    private static bool IsZip(ReadOnlySpan<byte> start)
        => start.Length >= SafeTensorsHeader.LengthBytes && start.StartsWith("PK\x3\x4"u8)
            && start[SafeTensorsHeader.LengthBytes..] is not [(byte)'{', ..];

    private static bool IsPickle(ReadOnlySpan<byte> start) => !CouldBeSafeTensors(start) && start is [0x80, >= 2 and <= 5, ..];

    private static string DescribeZip(ReadOnlySpan<byte> start, string path) => Path.GetExtension(FirstEntry(start)) switch
    {
        _ when IsPyTorchZip(start, path) => PyTorch(path),
        ".npy" => NumPy(path),
        _ => "is a zip archive, not a safetensors file",
    };

    private static bool IsPyTorchZip(ReadOnlySpan<byte> start, string path) => Path.GetExtension(FirstEntry(start)) switch
    {
        ".pkl" => true,
        ".npy" => false,
        // A scripted module's archive begins with something else, and a cut one has no name at all.
        _ => PyTorchEndings.Contains(Path.GetExtension(path).ToLowerInvariant()),
    };

    private static string FirstEntry(ReadOnlySpan<byte> start)
    {
        if (start.Length < ZipHeader)
            return "";
        int length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(start[ZipNameLength..]), start.Length - ZipHeader);
        return Encoding.Latin1.GetString(start.Slice(ZipHeader, length));
    }

    private static string PyTorch(string path)
        => "is a PyTorch file, not a safetensors file: LoadWeights reads it; or convert it in Python: "
            + SaveFile("torch", $"torch.load(\"{Path.GetFileName(path)}\", map_location=\"cpu\", weights_only=True)", path);

    private static string NumPy(string path)
        => "is a NumPy archive, not a safetensors file; convert it in Python: "
            + SaveFile("numpy", $"dict(numpy.load(\"{Path.GetFileName(path)}\"))", path);

    private static string SaveFile(string library, string content, string path)
        => $"safetensors.{library}.save_file({content}, \"{Path.GetFileNameWithoutExtension(path)}.safetensors\")";
}
