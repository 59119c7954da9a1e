using SimClr.Core.Build;

namespace SimClr.Core.Tests.Build;

public sealed class NativeLibraryRepairTests
{
    private static readonly byte[] Original = TorchSharpLibrary.Read();

    [Fact]
    public void Repair_ShippedFile_MovesTheMarkerToTheOldVersion()
    {
        ElfFile before = new(Original);
        int symbol = before.Symbol(NativeLibraryRepair.NewSymbol);

        ElfFile after = new(NativeLibraryRepair.Repair(Original)!);

        after.Text(after.NameOf(symbol)).Should().Be(NativeLibraryRepair.OldSymbol);
        after.VersionOf(symbol).Should().Be(before.Need(NativeLibraryRepair.OldVersion).Index);
        after.Needs.Select(need => need.Version).Should().NotContain(NativeLibraryRepair.NewVersion);
        after.Needs.Should().HaveSameCount(before.Needs);
    }

    [Fact]
    public void Repair_ShippedFile_ChangesNothingElse()
    {
        ElfFile elf = new(Original);
        int symbol = elf.Symbol(NativeLibraryRepair.NewSymbol);
        VersionNeed need = elf.Need(NativeLibraryRepair.NewVersion);
        IEnumerable<int> expected =
        [
            .. Enumerable.Range(need.HashOffset, 4),
            .. Enumerable.Range(need.NameOffset, 4),
            .. Enumerable.Range(elf.VersionOffset(symbol), 2),
            .. Enumerable.Range(elf.Strings.Offset + (int)elf.NameOf(symbol), NativeLibraryRepair.NewSymbol.Length),
        ];

        byte[] repaired = NativeLibraryRepair.Repair(Original)!;

        repaired.Should().HaveSameCount(Original);
        Enumerable.Range(0, Original.Length).Where(offset => repaired[offset] != Original[offset]).Should().BeSubsetOf(expected);
    }

    [Fact]
    public void Repair_ShippedFile_GivesTheNeedTheHashOfItsName()
    {
        int offset = new ElfFile(Original).Need(NativeLibraryRepair.NewVersion).HashOffset;

        byte[] repaired = NativeLibraryRepair.Repair(Original)!;

        BitConverter.ToUInt32(Original, offset).Should().Be(ElfHash(NativeLibraryRepair.NewVersion), "else the test's own hash is wrong");
        BitConverter.ToUInt32(repaired, offset).Should().Be(ElfHash(NativeLibraryRepair.OldVersion));
    }

    [Fact]
    public void Repair_FileThatFits_IsLeftAlone() => NativeLibraryRepair.Repair(NativeLibraryRepair.Repair(Original)!).Should().BeNull();

    [Fact]
    public void Repair_Always_LeavesItsArgumentAlone()
    {
        byte[] argument = TorchSharpLibrary.Read();

        NativeLibraryRepair.Repair(argument);

        argument.AsSpan().SequenceEqual(Original).Should().BeTrue();
    }

    // System V ABI, chapter 5, "Hash Table".
    private static uint ElfHash(string name)
    {
        uint hash = 0;
        foreach (char letter in name)
        {
            hash = (hash << 4) + letter;
            uint high = hash & 0xf0000000;
            hash = (hash ^ high >> 24) & ~high;
        }

        return hash;
    }
}
