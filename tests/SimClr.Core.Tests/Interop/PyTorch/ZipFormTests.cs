using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;
using SimClr.Core.Interop;
using SimClr.Core.Interop.PyTorch;
using SimClr.Core.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.PyTorch;

/// <summary>Zip archives that are not as torch writes them, or hold more than they seem to.</summary>
public sealed class ZipFormTests
{
    [Fact]
    public void Open_CompressedArchive_IsRefusedUnread()
        => Refused(PickleBytes.Zip(CompressionLevel.SmallestSize, ("data.pkl", new byte[1 << 20])))
            .Should().Be("'archive/data.pkl' in the zip archive is compressed or encrypted, which torch does not do");

    [Fact]
    public void Open_RecordsThatShareTheirData_AreRefused()
    {
        byte[] file = File.ReadAllBytes(GoldenFile.PathOf(Path.Combine("PyTorch", "tiny.pth")));
        int[] entries = [.. Enumerable.Range(0, file.Length - 4).Where(at => file.AsSpan(at).StartsWith("PK\x1\x2"u8))];
        file.AsSpan(entries[1] + 42, 4).CopyTo(file.AsSpan(entries[2] + 42));

        Refused(file).Should().Match("'tiny/data/*' in the zip archive overlaps what follows it");
    }

    [Theory]
    [InlineData(46, 100, "the zip archive's directory ends within a name")]
    [InlineData(24, 255, "*in the zip archive overlaps what follows it")]
    [InlineData(0, 0, "the zip archive's directory is damaged")]
    [InlineData(42, 9, "*does not lie where the directory says")]
    public void Open_DamagedDirectory_IsRefused(int offset, byte value, string message)
    {
        byte[] file = PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("weight", PickleBytes.Tensor("0", 1)))), new byte[4]);
        int entry = file.AsSpan().IndexOf("PK\x1\x2"u8);
        // A name's length stands before the name; of a record that is stored, both lengths are the same.
        file[entry + (offset == 46 ? 29 : offset)] = value;
        if (offset == 24)
            file[entry + 20] = value;
        Refused(file).Should().Match(message);
    }

    [Theory]
    [InlineData(10, ushort.MaxValue)]
    [InlineData(12, uint.MaxValue)]
    [InlineData(16, uint.MaxValue)]
    [InlineData(10, 1)]
    public void Open_DirectoryElsewhere_IsRefused(int offset, uint value)
    {
        byte[] file = PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("weight", PickleBytes.Tensor("0", 1)))), new byte[4]);
        Span<byte> field = file.AsSpan(file.AsSpan().LastIndexOf("PK\x5\x6"u8) + offset);
        if (offset == 10)
            BinaryPrimitives.WriteUInt16LittleEndian(field, (ushort)value);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(field, value);
        Refused(file).Should().StartWith("the zip archive");
    }

    [Theory]
    [InlineData("byteorder", "big", "the file is of a big-endian machine, which is not read")]
    [InlineData("constants.pkl", "", "the file is a TorchScript program, *")]
    [InlineData("more/data.pkl", "", "the zip archive has 2 files data.pkl; *")]
    public void Open_OtherRecords_AreRefused(string name, string content, string message)
        => Refused(PickleBytes.Zip(CompressionLevel.NoCompression, ("data.pkl", PickleBytes.Whole("}"u8.ToArray())), (name, Encoding.ASCII.GetBytes(content))))
            .Should().Match(message);

    [Theory]
    [InlineData("data.pkl")]
    [InlineData("data/0")]
    public void Read_DamagedRecord_IsRefusedByName(string name)
    {
        byte[] sound = PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("weight", PickleBytes.Tensor("0", 1)))), [1, 2, 3, 4]);
        byte[] file = [.. sound];
        // The first place of the name is the record's own header, which its data follow.
        int at = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"archive/{name}")) + $"archive/{name}".Length;
        file[at + 1] ^= 0x10;
        uint expected = Crc32.HashToUInt32(name == "data/0" ? [1, 2, 3, 4] : PickleBytes.Whole(PickleBytes.Dictionary(("weight", PickleBytes.Tensor("0", 1)))));

        FluentActions.Invoking(() => Values(file)).Should().Throw<WeightsException>()
            .WithMessage($"'archive/{name}' in the zip archive is damaged: its CRC-32 is ???????? instead of {expected:x8}");
        Values(sound).Should().Equal(BitConverter.ToSingle([1, 2, 3, 4]));
    }

    [Fact]
    public void Read_FileWithoutChecksums_IsTaken()
    {
        byte[] file = PickleBytes.WithoutChecksums(File.ReadAllBytes(GoldenFile.PathOf(Path.Combine("PyTorch", "tiny.pth"))));
        using PyTorchFile read = PickleBytes.Open(file);
        using DisposeScope scope = NewDisposeScope();

        read.Read(read.Tensors.Keys).Should().HaveCount(read.Tensors.Count);
    }

    private static float[] Values(byte[] file)
    {
        using PyTorchFile read = PickleBytes.Open(file);
        using DisposeScope scope = NewDisposeScope();
        return read.Read(["weight"])["weight"].data<float>().ToArray();
    }

    private static string Refused(byte[] file) => FluentActions.Invoking(() => PickleBytes.Open(file)).Should().Throw<WeightsException>().Which.Message;
}
