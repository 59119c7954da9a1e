using System.IO.Compression;
using SimClr.Core.Interop;
using SimClr.Core.Interop.PyTorch;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Golden;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.PyTorch;

/// <summary>Damaged files of torch.save give nothing but the documented exception, whatever the damage, within bounded memory.</summary>
public sealed class PyTorchFuzzTests
{
    private const long BytesPerByte = 96;
    private const long Once = 1 << 18;

    [Theory]
    [InlineData("tiny.pth", 5, true)]
    [InlineData("tiny.pth", 5, false)]
    [InlineData("tiny-legacy.pth", 6, true)]
    public void Open_MutatedFiles_AreReadOrRefusedWithinBoundedMemory(string name, int seed, bool checksums)
    {
        byte[] file = File.ReadAllBytes(PathOf(name));
        byte[] sound = checksums ? file : PickleBytes.WithoutChecksums(file);
        Mutator mutator = new(seed);
        ReadsSome(4000, number => mutator.Mutate(sound, number));
    }

    [Fact]
    public void Open_MutatedPickles_AreReadOrRefusedWithinBoundedMemory()
    {
        using ZipArchive archive = ZipFile.OpenRead(PathOf("views.pth"));
        byte[][] contents = [.. archive.Entries.Select(Content)];
        Mutator mutator = new(7);
        ReadsSome(2000, number => PickleBytes.File(mutator.Mutate(contents[0], number), contents[1], contents[2], contents[3]));
    }

    private static void ReadsSome(int usual, Func<int, byte[]> mutated)
    {
        int read = 0, inputs = Mutator.Inputs(usual);
        for (int number = 0; number < inputs; number++)
            read += Reads(mutated(number)) ? 1 : 0;
        read.Should().BeInRange(1, inputs - 1, "some damage is in the numbers, some is not");
    }

    private static bool Reads(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        using DisposeScope scope = NewDisposeScope();
        try
        {
            if (bytes.Length < 4)
                return false;
            using PyTorchFile file = PickleBytes.Open(bytes);
            file.Read(file.Tensors.Keys);
            return true;
        }
        catch (WeightsException failure)
        {
            failure.Message.Should().NotBeEmpty();
            return false;
        }
        finally
        {
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(BytesPerByte * bytes.Length + Once);
        }
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using Stream stream = entry.Open();
        byte[] content = new byte[entry.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string PathOf(string name) => GoldenFile.PathOf(Path.Combine("PyTorch", name));
}
