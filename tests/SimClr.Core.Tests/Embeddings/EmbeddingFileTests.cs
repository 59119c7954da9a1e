using SimClr.Core.Embeddings;
using SimClr.Core.Tests.Data;

namespace SimClr.Core.Tests.Embeddings;

public sealed class EmbeddingFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("set.npz")]
    [InlineData("SET.NPZ")]
    public void Save_Everything_IsReadExactly(string name)
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        using EmbeddingSet read = Again(set, name);

        SampleEmbeddings.ShouldBeEqual(read, set);
    }

    [Fact]
    public void Save_CsvOfEverything_IsReadExactlyButForTheClassWithoutAnImage()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();
        using EmbeddingSet expected = new([.. SampleEmbeddings.Values], 2, SampleEmbeddings.Paths, [2, null, 0], ["cat", "1", "d,og"], SampleEmbeddings.ModelId);

        using EmbeddingSet read = Again(set, "set.csv");

        SampleEmbeddings.ShouldBeEqual(read, expected);
    }

    [Theory]
    [InlineData("set.npz")]
    [InlineData("set.csv")]
    [InlineData("set.npy")]
    public void Save_VectorsAlone_AreReadExactly(string name)
    {
        using EmbeddingSet set = new([.. SampleEmbeddings.Values], 3);

        using EmbeddingSet read = Again(set, name);

        SampleEmbeddings.ShouldBeEqual(read, set);
    }

    [Fact]
    public void Save_Npy_KeepsTheVectorsAlone()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        using EmbeddingSet read = Again(set, "set.npy");

        SampleEmbeddings.ShouldHaveEqualVectors(read, set);
        (read.HasPaths, read.HasLabels, read.ModelId).Should().Be((false, false, null));
    }

    [Theory]
    [InlineData("set.npz")]
    [InlineData("set.csv")]
    [InlineData("set.npy")]
    public void Save_Twice_GivesTheSameBytes(string name)
    {
        using EmbeddingSet set = SampleEmbeddings.Full();
        set.Save(_folder.At(name));
        byte[] first = File.ReadAllBytes(_folder.At(name));

        set.Save(_folder.At(name));

        File.ReadAllBytes(_folder.At(name)).Should().Equal(first);
        Directory.EnumerateFiles(_folder.Path).Should().ContainSingle("no unfinished file is left");
    }

    [Fact]
    public void Save_ManyPieces_AreReadExactly()
    {
        float[] values = [.. Enumerable.Range(0, 3 * 10_000).Select(i => i / 7f)];
        using EmbeddingSet set = new(values, 3);

        foreach (string name in new[] { "set.npy", "set.npz", "set.csv" })
        {
            using EmbeddingSet read = Again(set, name);
            Enumerable.Range(0, read.Count).SelectMany(index => read.Row(index).ToArray()).Should().Equal(values);
        }
    }

    [Fact]
    public void Save_LoneSurrogate_IsWrittenAsReplacement()
    {
        using EmbeddingSet set = new([1], 1, ["a\uD800b"]);

        foreach (string name in new[] { "set.npz", "set.csv" })
        {
            using EmbeddingSet read = Again(set, name);
            read.GetPath(0).Should().Be("a\uFFFDb");
        }
    }

    [Fact]
    public void Save_OtherEnding_SaysWhichThereAre()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();

        set.Invoking(it => it.Save(_folder.At("set.json"))).Should().Throw<ArgumentException>().WithMessage("Expected a file *.npy, *.npz, *.csv, found *set.json*");
        set.Invoking(it => it.Save(_folder.At("set.parquet"))).Should().Throw<ArgumentException>().WithMessage("*SimClr.Core.Parquet*");
        new Func<object>(() => EmbeddingSet.Load("nowhere")).Should().Throw<ArgumentException>();
        new Func<object>(() => EmbeddingSet.Open("set.npz")).Should().Throw<ArgumentException>().WithMessage("*.npy, the only one*");
    }

    [Fact]
    public void Load_NoFileOrFolder_SaysSo()
    {
        new Func<object>(() => EmbeddingSet.Load(_folder.At("no.npy"))).Should().Throw<FileNotFoundException>();
        Directory.CreateDirectory(_folder.At("folder.npy"));
        new Func<object>(() => EmbeddingSet.Load(_folder.At("folder.npy"))).Should().Throw<IOException>().WithMessage("*folder.npy*it is a folder*");
    }

    [Fact]
    public void Open_WrittenFile_GivesTheVectorsUntilDisposed()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();
        set.Save(_folder.At("set.npy"));
        EmbeddingSet open = EmbeddingSet.Open(_folder.At("set.npy"));

        SampleEmbeddings.ShouldHaveEqualVectors(open, set);
        open.Save(_folder.At("copy.npy"));
        open.Dispose();

        open.Invoking(it => it.Row(0).ToArray()).Should().Throw<ObjectDisposedException>();
        File.ReadAllBytes(_folder.At("copy.npy")).Should().Equal(File.ReadAllBytes(_folder.At("set.npy")));
    }

    [Fact]
    public void Open_LargeFile_TakesNoMemory()
    {
        const int count = 1 << 16, dimension = 64;
        using (EmbeddingSet set = new([.. Enumerable.Range(0, count * dimension).Select(i => (float)i)], dimension))
            set.Save(_folder.At("set.npy"));
        long before = GC.GetAllocatedBytesForCurrentThread();

        using EmbeddingSet open = EmbeddingSet.Open(_folder.At("set.npy"));
        float last = open.Row(count - 1)[dimension - 1];

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(1 << 17, "the vectors have 16 MiB");
        last.Should().Be(count * dimension - 1);
    }

    private EmbeddingSet Again(EmbeddingSet set, string name)
    {
        set.Save(_folder.At(name));
        return EmbeddingSet.Load(_folder.At(name));
    }
}
