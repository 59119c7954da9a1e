using SimClr.Core.Interop;
using SimClr.Core.Interop.PyTorch;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Golden;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Interop.PyTorch;

/// <summary>Damaged and hostile files of torch.save, of both forms, give nothing but the documented exceptions.</summary>
public sealed class PyTorchFileRefusalTests : IDisposable
{
    private const long BytesPerByteWithNames = 128;

    private readonly TemporaryFolder _folder = new();

    /// <summary>Storages of 6 numbers, offset, size and strides that reach beyond them, or are none.</summary>
    public static TheoryData<byte[], byte[], byte[], string> Views => new()
    {
        { PickleBytes.Number(1), PickleBytes.Numbers(6), PickleBytes.Numbers(1), "*reaches to element 6 of its storage, which has 6" },
        { PickleBytes.Number(7), PickleBytes.Numbers(0), PickleBytes.Numbers(1), "*reaches to element 7 *" },
        { PickleBytes.Number(-1), PickleBytes.Numbers(6), PickleBytes.Numbers(1), "*begins at an offset*" },
        { "N"u8.ToArray(), PickleBytes.Numbers(6), PickleBytes.Numbers(1), "*begins at an offset*" },
        { PickleBytes.Number(long.MaxValue), PickleBytes.Numbers(2), PickleBytes.Numbers(long.MaxValue), "*reaches to element 18446744073709551614 *" },
        { PickleBytes.Number(0), PickleBytes.Numbers(2, 3), PickleBytes.Numbers(4, 1), "*reaches to element 6 *" },
        { PickleBytes.Number(0), PickleBytes.Numbers(2, long.MaxValue), PickleBytes.Numbers(long.MaxValue, long.MaxValue), "*reaches to element*" },
        { PickleBytes.Number(5), PickleBytes.Numbers(6), PickleBytes.Numbers(-1), "the strides of tensor 'weight'*" },
        { PickleBytes.Number(0), PickleBytes.Numbers(-6), PickleBytes.Numbers(1), "the shape of tensor 'weight'*" },
        { PickleBytes.Number(0), PickleBytes.Of("(", 0x88, "t"), PickleBytes.Numbers(1), "the shape of tensor 'weight'*" },
        { PickleBytes.Number(0), PickleBytes.Number(6), PickleBytes.Numbers(1), "the shape of tensor 'weight'*" },
        { PickleBytes.Number(0), PickleBytes.Numbers(2, 3), PickleBytes.Numbers(1), "*has 2 dimensions, but 1 strides" },
        { PickleBytes.Number(0), PickleBytes.Numbers(new long[65]), PickleBytes.Numbers(new long[65]), "*has 65 dimensions; at most 64*" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Views))]
    public void Open_ViewBeyondItsStorage_IsRefused(byte[] offset, byte[] size, byte[] strides, string message)
    {
        byte[] tensor = PickleBytes.Tensor(PickleBytes.Storage("0", PickleBytes.Number(6)), offset, size, strides);
        Refused(PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("weight", tensor))), new byte[24])).Should().Match(message);
    }

    [Fact]
    public void LoadWeights_ExpandedViewOfAGreatShape_TakesNoMemoryForIt()
    {
        byte[] tensor = PickleBytes.Tensor(
            PickleBytes.Storage("0", PickleBytes.Number(1)), PickleBytes.Number(0), PickleBytes.Numbers(1L << 40, 1L << 40), PickleBytes.Numbers(0, 0));
        string path = _folder.Write("great.pth", PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("weight", tensor))), new byte[4]));
        using Linear linear = nn.Linear(3, 2, hasBias: false);

        FluentActions.Invoking(() => linear.LoadWeights(path)).Should().Throw<WeightsException>()
            .WithMessage("*'weight' has shape [1099511627776, 1099511627776] instead of [2, 3].");
    }

    [Fact]
    public void LoadWeights_ManyNamesOfOneTensor_TakesMemoryInProportion()
    {
        const int names = 200_000;
        byte[] tensor = PickleBytes.Tensor(
            PickleBytes.Storage("0", PickleBytes.Number(1)),
            PickleBytes.Number(0),
            PickleBytes.Numbers([.. Enumerable.Repeat(1L, 64)]),
            PickleBytes.Numbers(new long[64]));
        List<byte> pickle = [.. PickleBytes.Of("}", PickleBytes.Text("weight"), tensor, "q\0s(")];
        for (int name = 0; name < names; name++)
            pickle.AddRange(PickleBytes.Of(0x8c, 5, $"{name:x5}", "h\0"));
        string path = _folder.Write("names.pth", PickleBytes.File(PickleBytes.Whole([.. pickle, (byte)'u']), new byte[4]));
        using Linear linear = nn.Linear(3, 2, hasBias: false);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Exception? refusal = Record.Exception(() => linear.LoadWeights(path));

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(BytesPerByteWithNames * new FileInfo(path).Length);
        refusal.Should().BeOfType<WeightsException>().Which.Differences.Should().HaveCount(names + 1);
    }

    [Fact]
    public void Open_OneDictionaryInManyPlaces_IsLookedAtOnce()
    {
        byte[] one = [.. "}("u8, .. Enumerable.Repeat((byte)'N', 200_000), .. "u"u8];
        byte[] file = PickleBytes.File(PickleBytes.Whole(PickleBytes.Of(
            "}", PickleBytes.Text("a"), one, "q\0s(", string.Concat(Enumerable.Repeat("Nh\0", 200_000)), "u")));
        Refused(file).Should().Be(
            "the file holds no dictionary of tensors, but 'a' (a dictionary); "
            + string.Join("; ", Enumerable.Repeat("None (a dictionary)", 9)) + "; and 199991 more");
    }

    [Theory]
    [InlineData(6, 20, "'archive/data/0' in the zip archive has 20 bytes instead of 24")]
    [InlineData(long.MaxValue, 24, "'archive/data/0' in the zip archive has 24 bytes instead of 36893488147419103228")]
    public void Open_StorageOfAnotherLength_IsRefused(long count, int bytes, string message)
        => Refused(PickleBytes.File(
                PickleBytes.Whole(PickleBytes.Dictionary(("weight", PickleBytes.Tensor(PickleBytes.Storage("0", PickleBytes.Number(count)), PickleBytes.Number(0), PickleBytes.Numbers(6), PickleBytes.Numbers(1))))),
                new byte[bytes]))
            .Should().Be(message);

    [Fact]
    public void Open_StorageThatIsNotThere_IsRefused()
        => Refused(PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("weight", PickleBytes.Tensor("../0", 1))))))
            .Should().Be("the zip archive has no 'archive/data/../0', which its pickle names");

    [Fact]
    public void Open_NameTwice_IsRefused()
        => Refused(PickleBytes.File(
                PickleBytes.Whole(PickleBytes.Dictionary(("a", PickleBytes.Tensor("0", 1)), ("a", PickleBytes.Tensor("0", 1)))), new byte[4]))
            .Should().Be("tensor 'a' is there twice");

    [Fact]
    public void Open_NothingButOtherThings_NamesThem()
        => Refused(PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("epoch", PickleBytes.Number(3)), ("name", PickleBytes.Text("a")), ("none", "N"u8.ToArray())))))
            .Should().Be("the file holds no dictionary of tensors, but 'epoch' (a number); 'name' (a text); 'none' (None)");

    [Fact]
    public void Read_BoolsThatAreNone_IsRefused()
    {
        byte[] tensor = PickleBytes.Tensor(
            PickleBytes.Storage("0", PickleBytes.Number(2), "BoolStorage"), PickleBytes.Number(0), PickleBytes.Numbers(2), PickleBytes.Numbers(1));
        using PyTorchFile file = PickleBytes.Open(PickleBytes.File(PickleBytes.Whole(PickleBytes.Dictionary(("weight", tensor))), [1, 2]));
        using DisposeScope scope = NewDisposeScope();
        FluentActions.Invoking(() => file.Read(["weight"])).Should().Throw<WeightsException>().WithMessage("storage '0' of bools*0 and 1");
    }

    [Theory]
    [InlineData("tiny.pth")]
    [InlineData("tiny-legacy.pth")]
    public void LoadWeights_CutAtEveryByte_IsRefusedAndLoadsNothing(string name)
    {
        byte[] file = File.ReadAllBytes(PathOf(name));
        using Linear linear = nn.Linear(3, 2);
        float[] before = Training.SmallModel.Weights(linear);
        for (int length = 0; length < file.Length; length++)
        {
            string path = _folder.Write(name, file[..length]);
            if (Record.Exception(() => linear.LoadWeights(path)) is not (WeightsException or SafeTensorsException))
                Assert.Fail($"{length} bytes of {name} were not refused as documented.");
        }

        Training.SmallModel.Weights(linear).Should().Equal(before);
    }

    private static string PathOf(string name) => GoldenFile.PathOf(Path.Combine("PyTorch", name));

    private static string Refused(byte[] file) => FluentActions.Invoking(() => PickleBytes.Open(file)).Should().Throw<WeightsException>().Which.Message;
}
