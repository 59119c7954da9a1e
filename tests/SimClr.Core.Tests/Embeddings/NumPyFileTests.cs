using System.Text;
using SimClr.Core.Embeddings;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Golden;

namespace SimClr.Core.Tests.Embeddings;

/// <summary>What numpy wrote is read to the values of Golden/numpy_files.py, and the other way round.</summary>
public sealed class NumPyFileTests : IDisposable
{
    private static readonly float[] Values = [.. Enumerable.Range(0, 12).Select(k => k / 4f - 1)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("f4-c.npy")]
    [InlineData("f4-fortran.npy")]
    [InlineData("f8-c.npy")]
    [InlineData("f8-fortran.npy")]
    [InlineData("f2-c.npy")]
    [InlineData("f2-fortran.npy")]
    [InlineData("version1.npy")]
    [InlineData("version2.npy")]
    [InlineData("version3.npy")]
    [InlineData("vectors.npz")]
    public void Load_ArrayOfNumPy_GivesTheValues(string name)
    {
        using EmbeddingSet set = EmbeddingSet.Load(PathOf(name));

        (set.Count, set.Dimension).Should().Be((3, 4));
        Enumerable.Range(0, 3).SelectMany(index => set.Row(index).ToArray()).Should().Equal(Values);
    }

    [Theory]
    [InlineData("all.npz")]
    [InlineData("compressed.npz")]
    public void Load_ArchiveOfNumPy_GivesEverything(string name)
    {
        using EmbeddingSet expected = new([.. Values], 4, ["a,b.png", null, "grüße/\U0001F408.png"], [2, null, 0], ["cat", "dog", "horse"], "ResNet-18-abc");

        using EmbeddingSet set = EmbeddingSet.Load(PathOf(name));

        SampleEmbeddings.ShouldBeEqual(set, expected);
    }

    [Theory]
    [InlineData("big-endian.npy", "*'>f4', which is big-endian; save array.astype('<f4')*")]
    [InlineData("integers.npy", "*of the type '<f4', '<f8' or '<f2', found '<i8'*")]
    [InlineData("flat.npy", "*[n, D]*2 dimensions, found the shape (12,)*")]
    [InlineData("empty.npy", "*at least one vector*found the shape (0, 4)*")]
    [InlineData("objects.npy", "*found pickled Python objects*")]
    [InlineData("structured.npy", "*named fields*")]
    [InlineData("objects.npz", "*'paths'*found pickled Python objects*")]
    [InlineData("unnamed.npz", "*Expected an array 'vectors' in the archive, found 'arr_0.npy'*")]
    public void Load_OtherContentOfNumPy_SaysWhatItIs(string name, string message)
        => new Func<object>(() => EmbeddingSet.Load(PathOf(name))).Should().Throw<EmbeddingFileException>().WithMessage(message)
            .And.Message.Should().StartWith(PathOf(name));

    [Theory]
    [InlineData("f4-fortran.npy")]
    [InlineData("f8-c.npy")]
    [InlineData("f2-c.npy")]
    public void Open_FormThatCannotStayInTheFile_SaysSo(string name)
        => new Func<object>(() => EmbeddingSet.Open(PathOf(name))).Should().Throw<EmbeddingFileException>().WithMessage("*can stay in the file*Load reads them*");

    public static TheoryData<string, string> Headers => new()
    {
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000, 1000000000), }", "*4000000000000000000 bytes, but 16 follow*" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1)}", "*8 bytes, but 16 follow*" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775808, 1)}", "*a whole number*" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2)}", "*at most 2147483647*" },
        { "{'descr': '<f4', 'fortran_order': 1, 'shape': (2, 2)}", "*True or False at character 34*found '1'*" },
        { "{'descr': '<f4', 'fortran_order': False}", "*lacks*" },
        { "{'descr': '<f4', 'descr': '<f4'}", "*'descr', which it may not have, or twice*" },
        { "{'order': 'C'}", "*'order'*" },
        { "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), } print(1)", "*the end of the header*" },
        { "{'descr", "*a quote at its end*" },
        { "[]", "*Expected '{'*found '['*" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Load_WrongHeader_SaysWhatIsWrong(string header, string message)
        => new Func<object>(() => EmbeddingSet.Load(WithHeader(header))).Should().Throw<EmbeddingFileException>().WithMessage(message);

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }")]
    [InlineData("{\"shape\":(2L,2L),\"fortran_order\":True,\"descr\":\"<f4\"}")]
    public void Load_HeadersThatOthersWrite_AreRead(string header)
    {
        using EmbeddingSet set = EmbeddingSet.Load(WithHeader(header));

        (set.Count, set.Dimension).Should().Be((2, 2));
    }

    [NumPyFact]
    public void Save_NpyAndNpz_AreReadByNumPy()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();
        set.Save(_folder.At("set.npy"));
        set.Save(_folder.At("set.npz"));
        _folder.Write("check.py", """
            import numpy
            vectors = numpy.load("set.npy", allow_pickle=False)
            assert vectors.dtype == "<f4" and vectors.shape == (3, 2) and vectors.flags.c_contiguous, vectors
            assert vectors.ravel().view("<u4").tolist() == numpy.loadtxt("bits.txt", dtype="<u4").tolist(), vectors
            assert (numpy.load("set.npy", mmap_mode="r") == vectors).all()
            with numpy.load("set.npz", allow_pickle=False) as all:
                assert sorted(all.files) == ["class_names", "labels", "model_id", "paths", "vectors"], all.files
                assert (all["vectors"] == vectors).all()
                assert all["labels"].tolist() == [2, -1, 0] and all["labels"].dtype == "<i4"
                assert all["paths"].tolist() == ['a, "b"\r\nc.png', "", "gr\u00fc\u00dfe/\U0001F408 .png"], all["paths"]
                assert all["class_names"].tolist() == ["cat", "", "d,og"], all["class_names"]
                assert str(all["model_id"]) == 'ResNet "18", 1/16-abc', all["model_id"]
            """);
        _folder.Write("bits.txt", string.Join('\n', SampleEmbeddings.Values.Select(BitConverter.SingleToUInt32Bits)));

        PythonTorchFactAttribute.Run(NumPyFactAttribute.Python!, _folder.Path, "check.py").Should().Be((0, ""));
    }

    [NumPyFact]
    public void Save_Csv_IsReadByPython()
    {
        using EmbeddingSet set = SampleEmbeddings.Full();
        set.Save(_folder.At("set.csv"));
        _folder.Write("check.py", """
            import csv, numpy
            with open("set.csv", newline="", encoding="utf-8") as file:
                rows = list(csv.reader(file, strict=True))
            assert rows[0] == ["path", "label", "class", "model", "v0", "v1"], rows[0]
            assert rows[1][:4] == ['a, "b"\r\nc.png', "2", "d,og", 'ResNet "18", 1/16-abc'], rows[1]
            assert rows[2][:3] == ["", "", ""], rows[2]
            values = numpy.array([row[4:] for row in rows[1:]]).astype("<f8").astype("<f4")
            assert values.ravel().view("<u4").tolist() == numpy.loadtxt("bits.txt", dtype="<u4").tolist(), values
            """);
        _folder.Write("bits.txt", string.Join('\n', SampleEmbeddings.Values.Select(BitConverter.SingleToUInt32Bits)));

        PythonTorchFactAttribute.Run(NumPyFactAttribute.Python!, _folder.Path, "check.py").Should().Be((0, ""));
    }

    private string WithHeader(string header)
        => _folder.Write("set.npy", [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[16]]);

    private static string PathOf(string name) => GoldenFile.PathOf(Path.Combine("NumPy", name));
}
