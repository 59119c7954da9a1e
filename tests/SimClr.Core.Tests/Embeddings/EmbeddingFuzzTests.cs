using System.IO.Compression;
using SimClr.Core.Embeddings;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Embeddings;

/// <summary>Damaged files give nothing but the documented exception, whatever the damage, within bounded memory.</summary>
public sealed class EmbeddingFuzzTests : IDisposable
{
    // Readers' buffers, and the exception's own.
    private const int Fixed = 1 << 20;

    // Deflate makes at most 1032 bytes of one; a text of one character takes 40 bytes for 4.
    private const int PerByte = 1032 * 10;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("NumPy/f4-c.npy")]
    [InlineData("NumPy/f8-fortran.npy")]
    [InlineData("NumPy/version3.npy")]
    [InlineData("NumPy/all.npz")]
    [InlineData("NumPy/compressed.npz")]
    [InlineData("ours.npz")]
    [InlineData("ours.csv")]
    public void Load_DamagedFile_ReadOrRefused(string name)
    {
        byte[] sound = Sound(name);
        string path = _folder.At("mutated" + Path.GetExtension(name));
        Mutator mutator = new(5);
        (int read, long most) = (0, 0);
        int inputs = Mutator.Inputs(2000);
        for (int number = 0; number < inputs; number++)
        {
            byte[] bytes = mutator.Mutate(sound, number);
            File.WriteAllBytes(path, bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            read += Reads(path) ? 1 : 0;
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before - PerByte * bytes.Length);
        }

        most.Should().BeLessThan(Fixed);
        read.Should().BeInRange(1, inputs - 1, "some damage is in the values, some is not");
    }

    /// <summary>The same with checksums that are right, behind which damage of a whole archive mostly does not come.</summary>
    [Theory]
    [InlineData("vectors")]
    [InlineData("labels")]
    [InlineData("paths")]
    [InlineData("class_names")]
    [InlineData("model_id")]
    public void Load_DamagedArrayInASoundArchive_ReadOrRefused(string array)
    {
        string path = _folder.At("mutated.npz");
        byte[] all = Sound("ours.npz");
        Mutator mutator = new(8);
        (int read, long most, int inputs) = (0, 0, Mutator.Inputs(300));
        for (int number = 0; number < inputs; number++)
        {
            byte[] bytes = WithArray(all, array, content => mutator.Mutate(content, number));
            File.WriteAllBytes(path, bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            read += Reads(path) ? 1 : 0;
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before - PerByte * bytes.Length);
        }

        most.Should().BeLessThan(Fixed);
        read.Should().BeInRange(1, inputs - 1, "some damage is in the values, some is not");
    }

    [Theory]
    [InlineData("NumPy/vectors.npz")]
    [InlineData("ours.npz")]
    public void Load_DamagedValueInAnArchive_NamesTheFileAndTheArray(string name)
    {
        byte[] bytes = Sound(name);
        // Spaces and a line feed end the header; the values follow.
        bytes[bytes.AsSpan().IndexOf(" \n"u8) + 3] ^= 1;
        string path = _folder.Write("set.npz", bytes);

        new Func<object>(() => EmbeddingSet.Load(path)).Should().Throw<EmbeddingFileException>()
            .WithMessage($"{path}*The array 'vectors' is damaged: its CRC-32 is ???????? instead of ????????.*");
    }

    [Fact]
    public void Load_ArchiveThatPromisesMoreThanItHolds_IsRefusedBeforeMemoryIsTaken()
    {
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, 63, 0, .. "{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 999)}"u8];
        string path = _folder.At("set.npz");
        using (ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Create))
        {
            using Stream entry = archive.CreateEntry("vectors.npy", CompressionLevel.Optimal).Open();
            entry.Write(header);
        }

        byte[] bytes = File.ReadAllBytes(path);
        // The length of the entry, unpacked, is at byte 24 of its record in the archive's table, which has the mark PK 1 2.
        int table = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(table + 24), header.Length + 4 * 99999 * 999).Should().BeTrue();
        File.WriteAllBytes(path, bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();

        new Func<object>(() => EmbeddingSet.Load(path)).Should().Throw<EmbeddingFileException>().WithMessage("*set.npz*");

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(Fixed);
    }

    private static byte[] WithArray(byte[] archive, string array, Func<byte[], byte[]> change)
    {
        using MemoryStream changed = new();
        using (ZipArchive source = new(new MemoryStream(archive)))
        using (ZipArchive target = new(changed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (ZipArchiveEntry entry in source.Entries)
            {
                using MemoryStream content = new();
                using (Stream stream = entry.Open())
                    stream.CopyTo(content);
                using Stream copy = target.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                copy.Write(entry.Name == array + ".npy" ? change(content.ToArray()) : content.ToArray());
            }
        }

        return changed.ToArray();
    }

    private byte[] Sound(string name)
    {
        if (!name.StartsWith("ours", StringComparison.Ordinal))
            return File.ReadAllBytes(GoldenFile.PathOf(name));
        using EmbeddingSet set = SampleEmbeddings.Full();
        set.Save(_folder.At(name));
        return File.ReadAllBytes(_folder.At(name));
    }

    private static bool Reads(string path)
    {
        try
        {
            using EmbeddingSet set = EmbeddingSet.Load(path);
            set.ToEmbeddings().Count(image => image.Vector.Length == set.Dimension).Should().Be(set.Count);
            return true;
        }
        catch (EmbeddingFileException failure)
        {
            failure.Message.Should().StartWith(path);
            return false;
        }
    }
}
