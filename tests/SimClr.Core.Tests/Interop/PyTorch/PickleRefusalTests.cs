using SimClr.Core.Interop;
using SimClr.Core.Interop.PyTorch;

namespace SimClr.Core.Tests.Interop.PyTorch;

/// <summary>What a pickle might do to whoever loads it is refused, within memory that its length justifies.</summary>
public sealed class PickleRefusalTests
{
    private const int Many = 1_000_000;

    // Managed memory for a byte of the pickle, at the most, and what an exception and its message take.
    private const long BytesPerByte = 96;
    private const long Once = 1 << 18;

    public static TheoryData<byte[], string> Classes => new()
    {
        { PickleBytes.Of(0x80, 2, "cos\nsystem\n", PickleBytes.Text("id"), 0x85, "R."), "os.system" },
        { PickleBytes.Of(0x80, 2, "cposix\nsystem\n", PickleBytes.Text("id"), 0x85, "R."), "posix.system" },
        { PickleBytes.Of(0x80, 2, "cbuiltins\neval\n."), "builtins.eval" },
        { PickleBytes.Of(0x80, 2, "c__builtin__\ngetattr\n."), "__builtin__.getattr" },
        { PickleBytes.Of(0x80, 4, 0x8c, 5, "posix", 0x8c, 6, "system", 0x93, 0x8c, 2, "id", 0x85, "R."), "posix.system" },
        { PickleBytes.Of(0x80, 4, 0x8c, 11, "collections", 0x8c, 20, "OrderedDict.fromkeys", 0x93, "."), "collections.OrderedDict.fromkeys" },
        { PickleBytes.Of(0x80, 2, "csubprocess\nPopen\n)", 0x81, "."), "subprocess.Popen" },
        { PickleBytes.Of("(ios\nsystem\n."), "os.system" },
        { PickleBytes.Of("(cos\nsystem\n", PickleBytes.Text("id"), "o."), "os.system" },
        { PickleBytes.Of(0x80, 2, "ctorch\nload\n."), "torch.load" },
        { PickleBytes.Of(0x80, 2, "ctorch.storage\n_load_from_bytes\n."), "torch.storage._load_from_bytes" },
        { PickleBytes.Of(0x80, 2, "ctorch.storage\nUntypedStorage\n."), "torch.storage.UntypedStorage" },
        { PickleBytes.Of(0x80, 2, "ccopyreg\n_reconstructor\n."), "copyreg._reconstructor" },
        { PickleBytes.Of(0x80, 2, "cSystem\nEnvironment\n."), "System.Environment" },
    };

    public static TheoryData<byte[], string> Instructions => new()
    {
        { PickleBytes.Of(0x80, 2, "ccollections\nOrderedDict\n)", 0x81, "."), "NEWOBJ at byte 28" },
        { PickleBytes.Of(0x80, 4, "ccollections\nOrderedDict\n)}", 0x92, "."), "NEWOBJ_EX at byte 29" },
        { PickleBytes.Of("(ccollections\nOrderedDict\no."), "OBJ at byte 26" },
        { PickleBytes.Of(0x80, 2, 0x82, 1, "."), "EXT1 at byte 2" },
        { PickleBytes.Of(0x80, 2, 0x83, 1, 0, "."), "EXT2 at byte 2" },
        { PickleBytes.Of(0x80, 2, 0x84, PickleBytes.Little(1), "."), "EXT4 at byte 2" },
        { PickleBytes.Of("P0\n."), "PERSID at byte 0" },
        { PickleBytes.Of(0x80, 4, 0x8f, "."), "EMPTY_SET at byte 2" },
        { PickleBytes.Of(0x80, 3, "C", 1, 0, "."), "SHORT_BINBYTES at byte 2" },
        { PickleBytes.Of(0x80, 5, 0x97, "."), "NEXT_BUFFER at byte 2" },
        { PickleBytes.Of("I1\n."), "INT at byte 0" },
        { PickleBytes.Of("(lp0\n."), "LIST at byte 1" },
    };

    public static TheoryData<byte[], string> Damage => new()
    {
        { [], "*asks for 1 bytes at byte 0, but only 0 follow*" },
        { PickleBytes.Of(0x80, 6, "."), "*of protocol 6; 2 to 5*" },
        { PickleBytes.Of(0x80, 1, "."), "*of protocol 1; 2 to 5*" },
        { PickleBytes.Of(0xff, "."), "*no known instruction at byte 0, but 255*" },
        { PickleBytes.Of("."), "*takes more from its stack*" },
        { PickleBytes.Of("(."), "*takes more from its stack*" },
        { PickleBytes.Of("N(\x85."), "*takes more from its stack*" },
        { PickleBytes.Of("t."), "*a mark that is not there*" },
        { PickleBytes.Of("(Ne."), "*adds to what is not there*" },
        { PickleBytes.Of("N(Ne."), "*appends to what is no list*" },
        { PickleBytes.Of("]NNs."), "*of what is no dictionary*" },
        { PickleBytes.Of("}(Nu."), "*a key without a value*" },
        { PickleBytes.Of("h\x07."), "*asks for object 7*" },
        { PickleBytes.Of("Nr", PickleBytes.Little(-1), "."), "*as number 4294967295, but has had 6 bytes only*" },
        { PickleBytes.Of("N)R."), "*calls what is no function*" },
        { PickleBytes.Of("ccollections\nOrderedDict\nNR."), "*or with what are no arguments*" },
        { PickleBytes.Of("ccollections\nOrderedDict\nN\x85R."), "*collections.OrderedDict with other arguments*" },
        { PickleBytes.Of("ctorch\nFloatStorage\n)R."), "*calls torch.FloatStorage with other arguments*" },
        { PickleBytes.Of("ctorch._utils\n_rebuild_tensor_v2\n)R."), "*_rebuild_tensor_v2 with other arguments*" },
        { PickleBytes.Of("ctorch._utils\n_rebuild_parameter\nN\x85R."), "*_rebuild_parameter with other arguments*" },
        { PickleBytes.Of("ccollections\nOrderedDict\n]Na\x85R."), "*OrderedDict of what are no pairs*" },
        { PickleBytes.Of("]Nb."), "*attributes of what is no dictionary*" },
        { PickleBytes.Of("NQ."), "*persistent id of another kind*" },
        { PickleBytes.Of(PickleBytes.Text("module"), "\x85Q."), "*persistent id of another kind*" },
        { PickleBytes.Of(PickleBytes.Text("storage"), "\x85Q."), "*without its type, key and number*" },
        { PickleBytes.Of(PickleBytes.Storage("0", PickleBytes.Number(-1)), "."), "*without its type, key and number*" },
        { PickleBytes.Of(PickleBytes.Storage("0", PickleBytes.Number(1)), PickleBytes.Storage("0", PickleBytes.Number(2)), "."), "*two storages with the key '0'*" },
        { PickleBytes.Of("(", PickleBytes.Text("storage"), "ctorch\nFloatStorage\n", PickleBytes.Text("0"), "NK\x01)tQ."), "*a view of another one*" },
        {
            PickleBytes.Of(
                "ctorch._utils\n_rebuild_tensor_v2\n(", PickleBytes.Storage("0", PickleBytes.Number(1)), "K\x00K\x01\x85K\x01\x85\x89}}",
                PickleBytes.Text("neg"), "\x88stR."),
            "*a negated or conjugated view of a tensor*"
        },
        { PickleBytes.Of("X", PickleBytes.Little(2), "\xff\xfe."), "*is not UTF-8*" },
        { PickleBytes.Of("cos"), "*ends within a name*" },
        { PickleBytes.Of("NN\x93."), "*names a class by what is no text*" },
    };

    public static TheoryData<byte[]> Lengths =>
    [
        PickleBytes.Of("X", PickleBytes.Little(int.MaxValue), "."),
        PickleBytes.Of("X", PickleBytes.Little(-1), "."),
        PickleBytes.Of(0x8d, PickleBytes.Little(1L << 40), "."),
        PickleBytes.Of(0x8d, PickleBytes.Little(-1L), "."),
        PickleBytes.Of(0x8b, PickleBytes.Little(int.MaxValue), "."),
        PickleBytes.Of(0x8b, PickleBytes.Little(-1), "."),
        PickleBytes.Of("T", PickleBytes.Little(int.MaxValue), "."),
        PickleBytes.Of(0x95, PickleBytes.Little(1L << 62), "N."),
        PickleBytes.Of("Nr", PickleBytes.Little(int.MaxValue), "."),
    ];

    /// <summary>A million of something, that ends with something else.</summary>
    public static TheoryData<string, byte[], byte[]> Masses => new()
    {
        { "lists in lists", "]"u8.ToArray(), "a"u8.ToArray() },
        { "dictionaries in dictionaries", "}N"u8.ToArray(), "s"u8.ToArray() },
        { "tuples in tuples", [.. "N"u8, 0x85], [0x85] },
        { "marks", "("u8.ToArray(), "1"u8.ToArray() },
        { "copies of the top", "2"u8.ToArray(), "0"u8.ToArray() },
        { "kept objects", [0x94], "0N"u8.ToArray() },
        { "small dictionaries", "}NNs"u8.ToArray(), "0"u8.ToArray() },
        { "small texts", "X\x1\0\0\0x"u8.ToArray(), "0"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void Run_ClassOrFunction_IsRefusedByItsName(byte[] pickle, string name)
        => Refused(pickle).Should().StartWith($"the pickle uses {name}, which is not read, and nothing of it has been run: ");

    [Theory]
    [MemberData(nameof(Instructions))]
    public void Run_InstructionThatMakesObjects_IsRefusedByItsName(byte[] pickle, string name)
        => Refused(pickle).Should().StartWith($"the pickle uses the instruction {name}, which is not read");

    [Theory]
    [MemberData(nameof(Damage))]
    public void Run_WhatTorchDoesNotWrite_IsRefused(byte[] pickle, string message)
        => Refused(pickle).Should().Match(message);

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Run_DeclaredLengthBeyondTheFile_IsRefusedWithoutAllocatingIt(byte[] pickle)
        => Refused(pickle).Should().MatchRegex("only [0-9]+ follow|bytes only");

    [Fact]
    public void Run_NameForALog_IsShortAndOnOneLine()
    {
        string message = Refused(PickleBytes.Of("c", new string('x', 5000), "\r\x1b\ny\n."));

        message.Length.Should().BeLessThan(600);
        message.Should().NotContainAny("\r", "\x1b").And.StartWith($"the pickle uses {new string('x', 100)}..., ");
    }

    [Theory]
    [MemberData(nameof(Masses))]
    public void Run_Million_TakesMemoryInProportion(string what, byte[] repeated, byte[] after)
    {
        byte[] pickle = [.. "N"u8, .. Repeat(repeated), .. Repeat(after), .. "."u8];
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            PickleBytes.Run(pickle);
        }
        catch (WeightsException)
        {
            // Some are no whole pickle; what counts is what they take.
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(BytesPerByte * pickle.Length + Once, what);
    }

    [Fact]
    public void Run_MillionListsInLists_GivesThem()
    {
        byte[] pickle = [.. Repeat("]"u8.ToArray()), .. Repeat("a"u8.ToArray())[1..], .. "."u8];
        int depth = 1;
        for (object? list = PickleBytes.Run(pickle); list is List<object?> and [var inner]; list = inner)
            depth++;
        depth.Should().Be(Many);
    }

    [Fact]
    public void Run_ListThatDoublesItselfByReference_TakesNoMemoryForIt()
    {
        List<byte> pickle = [.. "]q\0"u8];
        for (byte level = 1; level < 200; level++)
            pickle.AddRange([(byte)']', (byte)'(', (byte)'h', (byte)(level - 1), (byte)'h', (byte)(level - 1), (byte)'e', (byte)'q', level]);
        long before = GC.GetAllocatedBytesForCurrentThread();

        PickleBytes.Run([.. pickle, (byte)'.']).Should().BeOfType<List<object?>>().Which.Should().HaveCount(2);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(BytesPerByte * pickle.Count + Once);
    }

    [Fact]
    public void Run_OneListCopiedManyTimes_IsRefused()
    {
        byte[] pairs = [.. Enumerable.Repeat("h\x1"u8.ToArray(), 1000).SelectMany(part => part)];
        byte[] calls = [.. Enumerable.Repeat("h\0h\x2R"u8.ToArray(), 1000).SelectMany(part => part)];
        byte[] pickle = PickleBytes.Of("ccollections\nOrderedDict\nq\0NN\x86q\x1](", pairs, "e\x85q\x2](", calls, "e.");

        Refused(pickle).Should().Be("the pickle copies one list many times");
    }

    [Fact]
    public void Run_OrderedDictAsPython2WroteIt_GivesItsItems()
    {
        object? found = PickleBytes.Run(PickleBytes.Of(0x80, 2, "ccollections\nOrderedDict\n](](U\x1", "aK\x1", "e](U\x1", "bK\x2", "ee\x85R."));

        found.Should().BeOfType<PickledDictionary>().Which.Items.Should().Equal(
            new KeyValuePair<object?, object?>("a", 1L), new KeyValuePair<object?, object?>("b", 2L));
    }

    [Theory]
    [InlineData(new byte[] { }, 0L)]
    [InlineData(new byte[] { 0xff }, -1L)]
    [InlineData(new byte[] { 0x80, 0x00 }, 128L)]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, long.MinValue)]
    public void Run_Long_GivesTheNumber(byte[] digits, long expected)
        => PickleBytes.Run(PickleBytes.Of(0x8a, digits.Length, digits, ".")).Should().Be(expected);

    private static byte[] Repeat(byte[] part)
    {
        byte[] bytes = new byte[part.Length * Many];
        for (int i = 0; i < bytes.Length; i += part.Length)
            part.CopyTo(bytes, i);
        return bytes;
    }

    private static string Refused(byte[] pickle)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = FluentActions.Invoking(() => PickleBytes.Run(pickle)).Should().Throw<WeightsException>().Which.Message;
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(BytesPerByte * pickle.Length + Once);
        return message;
    }
}
