using SimClr.Core.Interop;
using SimClr.Core.Interop.PyTorch;

namespace SimClr.Core.Tests.Interop.PyTorch;

/// <summary>Files of the form before torch 1.6 whose five pickles are whole, but not as torch writes them.</summary>
public sealed class LegacyFormTests
{
    private static readonly byte[] Magic = PickleBytes.Of(
        0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, ".");

    private static readonly byte[] Version = PickleBytes.Of(0x80, 2, "M\xe9\x03.");
    private static readonly byte[] Machine = PickleBytes.Whole(PickleBytes.Dictionary(("little_endian", [0x88])));
    private static readonly byte[] Content = PickleBytes.Whole(PickleBytes.Dictionary(("weight", PickleBytes.Tensor("a", 1))));
    private static readonly byte[] Keys = PickleBytes.Whole(PickleBytes.Of("]", PickleBytes.Text("a"), "a"));
    private static readonly byte[] Storage = PickleBytes.Of(PickleBytes.Little(1L), PickleBytes.Little(0x3f800000));

    public static TheoryData<byte[], string> Others => new()
    {
        { PickleBytes.Of(PickleBytes.Whole(PickleBytes.Number(1)), Version), "the file begins with a pickle, but not with torch's magic number; *" },
        { PickleBytes.Of(Magic, PickleBytes.Whole(PickleBytes.Number(1002))), "the file is not of version 1001 *" },
        { PickleBytes.Of(Magic, Version, PickleBytes.Whole("}"u8.ToArray())), "the file is of a big-endian machine, *" },
        { PickleBytes.Of(Magic, Version, PickleBytes.Whole(PickleBytes.Dictionary(("little_endian", [0x89])))), "the file is of a big-endian machine, *" },
        { PickleBytes.Of(Magic, Version, Machine, Content, PickleBytes.Whole("N"u8.ToArray())), "the file has no list of its storages" },
        { PickleBytes.Of(Magic, Version, Machine, Content, PickleBytes.Whole("]"u8.ToArray())), "the file has 0 storages; its pickle names 1" },
        { PickleBytes.Of(Magic, Version, Machine, Content, PickleBytes.Whole(PickleBytes.Of("]", PickleBytes.Text("b"), "a"))), "the file lists a storage *" },
        {
            PickleBytes.Of(Magic, Version, Machine, Content, PickleBytes.Whole(PickleBytes.Of("](", PickleBytes.Text("a"), PickleBytes.Text("a"), "e")), Storage, Storage),
            "the file lists a storage twice, *"
        },
        { PickleBytes.Of(Magic, Version, Machine, Content, Keys), "storage 'a' has 4 bytes, more than follow; *" },
        { PickleBytes.Of(Magic, Version, Machine, Content, Keys, Storage[..11]), "storage 'a' has 4 bytes, more than follow; *" },
        { PickleBytes.Of(Magic, Version, Machine, Content, Keys, PickleBytes.Little(2L), new byte[4]), "storage 'a' has 2 elements where its pickle says 1" },
        { PickleBytes.Of(Magic, Version, Machine, Content, Keys, Storage, "x"), "the storages end at byte *, but the file has *" },
    };

    [Fact]
    public void Open_WholeFile_IsRead()
    {
        using PyTorchFile file = PickleBytes.Open(PickleBytes.Of(Magic, Version, Machine, Content, Keys, Storage));
        using TorchSharp.DisposeScope scope = TorchSharp.torch.NewDisposeScope();
        file.Read(["weight"])["weight"].data<float>().ToArray().Should().Equal(1);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Open_OtherThanTorchWrites_IsRefused(byte[] file, string message)
        => FluentActions.Invoking(() => PickleBytes.Open(file)).Should().Throw<WeightsException>().WithMessage(message);
}
