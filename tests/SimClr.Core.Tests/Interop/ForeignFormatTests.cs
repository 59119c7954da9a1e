using System.IO.Compression;
using SimClr.Core.Interop;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Interop;

/// <summary>A file of another format is told by its name, with what to do about it.</summary>
public sealed class ForeignFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, byte[], string> Files => new()
    {
        {
            "model.pth",
            Zip("archive/data.pkl"),
            "is a PyTorch file, not a safetensors file: LoadWeights reads it; or convert it in Python: safetensors.torch.save_file("
                + "torch.load(\"model.pth\", map_location=\"cpu\", weights_only=True), \"model.safetensors\")."
        },
        {
            "old.pt",
            [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8],
            "is a PyTorch file*torch.load(\"old.pt\"*\"old.safetensors\"*"
        },
        // Some versions leave what follows the signature zero, so that it reads as a header of 67324752 bytes.
        {
            "zeros.pt",
            [.. "PK\x3\x4"u8, .. new byte[22], 16, 0, 18, 0, .. "archive/data.pkl"u8, .. new byte[50]],
            "is a PyTorch file*torch.load(\"zeros.pt\"*"
        },
        { "scripted.pt", Zip("archive/data/0"), "is a PyTorch file*torch.load(\"scripted.pt\"*" },
        { "cut.pth", [.. "PK\x3\x4"u8, .. new byte[8]], "is a PyTorch file*" },
        { "weights.npz", Zip("conv1.npy"), "is a NumPy archive*numpy.load(\"weights.npz\")*" },
        { "model.keras", Zip("config.json"), "is a zip archive, not a safetensors file." },
        { "model.h5", [0x89, .. "HDF\r\n\x1a\n"u8, 0, 0, 0, 0], "is an HDF5 file*h5py*" },
        { "model.onnx", [0x08, 0x07, 0x12, 0x07, .. "pytorch"u8, 0x1a], "is an ONNX file*" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_FileOfAnotherFormat_NamesItAndTheCure(string name, byte[] content, string expected)
    {
        string path = _folder.At(name);
        File.WriteAllBytes(path, content);
        FluentActions.Invoking(() => SafeTensorsFile.Read(path)).Should().Throw<SafeTensorsException>().WithMessage($"{path} {expected}");
    }

    [Fact]
    public void Read_DamagedFileThatBeginsLikeAPickle_IsSaidToBeDamaged()
    {
        string path = _folder.At("damaged.safetensors");
        // A header of 640 bytes, which is 0x280.
        File.WriteAllBytes(path, [0x80, 0x02, 0, 0, 0, 0, 0, 0, .. new byte[700]]);
        FluentActions.Invoking(() => SafeTensorsFile.Read(path)).Should().Throw<SafeTensorsException>()
            .WithMessage("*does not begin with '{'*");
    }

    [Fact]
    public void Read_HeaderAsLongAsAZipArchivesSignature_IsReadAsAHeader()
    {
        string path = _folder.At("long.safetensors");
        File.WriteAllBytes(path, [.. "PK\x3\x4"u8, 0, 0, 0, 0, .. "{}"u8, .. new byte[50]]);
        FluentActions.Invoking(() => SafeTensorsFile.Read(path)).Should().Throw<SafeTensorsException>()
            .WithMessage($"{path}: the header is said to have 67324752 bytes, but only 52 follow.");
    }

    [Fact]
    public void Read_RelativePath_IsNamedInFull()
    {
        string path = _folder.Write("model.pth", Zip("archive/data.pkl"));
        FluentActions.Invoking(() => SafeTensorsFile.Read(Path.GetRelativePath(Environment.CurrentDirectory, path)))
            .Should().Throw<SafeTensorsException>().WithMessage($"{path} is a PyTorch file*");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(20)]
    public void Read_BeginningOfAZipArchive_IsRefused(int length)
    {
        string path = _folder.At("cut.pth");
        File.WriteAllBytes(path, Zip("archive/data.pkl")[..length]);
        FluentActions.Invoking(() => SafeTensorsFile.Read(path)).Should().Throw<SafeTensorsException>();
    }

    private static byte[] Zip(string entry)
    {
        using MemoryStream stream = new();
        using (ZipArchive archive = new(stream, ZipArchiveMode.Create))
        using (Stream content = archive.CreateEntry(entry, CompressionLevel.NoCompression).Open())
            content.Write(new byte[100]);
        return stream.ToArray();
    }
}
