using CsCheck;
using SimClr.Core.Build;

namespace SimClr.Core.Tests.Build;

public sealed class NativeLibraryRepairRefusalTests
{
    private static readonly byte[] Original = TorchSharpLibrary.Read();

    public static TheoryData<string> Mutations => [.. Mutation.All.Select(mutation => mutation.Name)];

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Repair_FileThatLooksOtherwise_TellsHow(string name)
    {
        Mutation mutation = Mutation.All.Single(mutation => mutation.Name == name);
        byte[] file = TorchSharpLibrary.Read();
        mutation.Apply(file, new ElfFile(Original));

        Action repair = () => NativeLibraryRepair.Repair(file);

        repair.Should().Throw<ElfFormatException>().WithMessage($"*{mutation.Message}*");
    }

    [Fact]
    public void Repair_FileCutAnywhere_IsRefused()
    {
        IEnumerable<int> parts = Enumerable.Range(1, 200).Select(part => (int)((long)Original.Length * part / 201));
        int[] ends = [0, 1, 4, 5, 16, 18, 20, 40, 48, 60, 62, 63, 64, .. parts, Original.Length - 1];
        foreach (int end in ends)
        {
            Action repair = () => NativeLibraryRepair.Repair(Original[..end]);
            repair.Should().Throw<ElfFormatException>($"the file was cut at {end}");
        }
    }

    [Fact]
    public void Repair_RandomBytes_AreRefused()
        => Samples(Gen.Byte.Array[0, 2000], 1000, bytes => NativeLibraryRepair.Repair(bytes)).Should().AllBeOfType<ElfFormatException>();

    [Fact]
    public void Repair_RandomTables_AreReadOrRefused()
    {
        // The file header; the last bytes, which are the section table; the tables that are read.
        (int Start, int Length)[] regions =
        [
            (0, 64),
            (Original.Length - 31 * 64, 31 * 64),
            (Original.SectionOffset(6), 0x270),
            (Original.SectionOffset(0x6ffffffe), 0x210),
            (Original.SectionOffset(11), 4800),
            (Original.SectionOffset(0x6fffffff), 400),
        ];
        Gen<(int Offset, byte Value)> change =
            from region in Gen.Int[0, regions.Length - 1]
            from at in Gen.Int[0, regions[region].Length - 1]
            from value in Gen.Byte
            select (regions[region].Start + at, value);

        List<Exception?> outcomes = Samples(change.Array[1, 6], 1000, changes =>
        {
            byte[] file = TorchSharpLibrary.Read();
            foreach ((int offset, byte value) in changes)
                file[offset] = value;
            NativeLibraryRepair.Repair(file);
        });

        outcomes.Should().OnlyContain(outcome => outcome == null || outcome is ElfFormatException);
        outcomes.Should().Contain((Exception?)null).And
            .Contain(outcome => outcome != null, "the changes are neither all harmless nor all fatal");
    }

    // A fixed stream instead of Sample: the same files on every run.
    private static List<Exception?> Samples<T>(Gen<T> generator, int count, Action<T> action)
    {
        PCG random = new(stream: 1, seed: 2020);
        List<Exception?> outcomes = [];
        for (int number = 0; number < count; number++)
        {
            T sample = generator.Generate(random, null, out _);
            outcomes.Add(Record.Exception(() => action(sample)));
        }

        return outcomes;
    }
}
