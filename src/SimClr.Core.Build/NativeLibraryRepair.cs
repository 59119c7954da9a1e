using System;
using System.Linq;
using System.Text;

namespace SimClr.Core.Build;

/// <summary>
/// Takes the need for libstdc++ symbol version GLIBCXX_3.4.32 out of TorchSharp's native library, so that it loads on
/// Debian 12, Ubuntu 22.04 and RHEL 9.
/// </summary>
/// <remarks>
/// Exactly one symbol has that need: <c>_ZSt21ios_base_library_initv</c>, an empty marker function by which GCC 13 makes sure
/// that libstdc++ holds the iostream initializer. It is replaced by <c>_ZSt18uncaught_exceptionv</c>, a harmless function
/// without arguments that every libstdc++ has, and the version need by GLIBCXX_3.4. Everything else stays as it is.
/// </remarks>
internal static class NativeLibraryRepair
{
    public const string Library = "libstdc++.so.6";
    public const string NewVersion = "GLIBCXX_3.4.32";
    public const string OldVersion = "GLIBCXX_3.4";
    public const string NewSymbol = "_ZSt21ios_base_library_initv";
    public const string OldSymbol = "_ZSt18uncaught_exceptionv";

    // The newest versions of GCC 12, which is what Debian 12 and Ubuntu 22.04 have.
    private static readonly Version NewestLibraryVersion = new(3, 4, 30);
    private static readonly Version NewestAbiVersion = new(1, 3, 13);

    /// <summary>Repairs a copy of <paramref name="original"/>; null where the file does not have the need.</summary>
    /// <exception cref="ElfFormatException">The file looks otherwise than described above, or is not ELF.</exception>
    public static byte[]? Repair(byte[] original)
    {
        ElfFile elf = new(original);
        VersionNeed[] needs = elf.Needs.Where(need => need.Library == Library && IsNew(need.Version)).ToArray();
        if (needs.Length == 0)
            return null;
        if (needs.Length != 1 || needs[0].Version != NewVersion)
            throw new ElfFormatException($"it needs {string.Join(", ", needs.Select(need => need.Version))}, not {NewVersion} alone");

        VersionNeed oldNeed = OldNeed(elf);
        int symbol = MarkerSymbol(elf, needs[0]);
        uint name = elf.NameOf(symbol);
        RequireOwnName(elf, symbol, name);

        byte[] repaired = (byte[])original.Clone();
        Array.Copy(original, oldNeed.HashOffset, repaired, needs[0].HashOffset, sizeof(uint));
        Array.Copy(original, oldNeed.NameOffset, repaired, needs[0].NameOffset, sizeof(uint));
        repaired[elf.VersionOffset(symbol)] = (byte)oldNeed.Index;
        repaired[elf.VersionOffset(symbol) + 1] = (byte)(oldNeed.Index >> 8);
        Encoding.ASCII.GetBytes(OldSymbol.PadRight(NewSymbol.Length, '\0')).CopyTo(repaired, elf.Strings.Offset + name);
        return repaired;
    }

    private static bool IsNew(string version)
    {
        int number = version.IndexOf('_') + 1;
        return Version.TryParse(version.Substring(number), out Version? parsed) && version.Substring(0, number) switch
        {
            "GLIBCXX_" => parsed > NewestLibraryVersion,
            "CXXABI_" => parsed > NewestAbiVersion,
            _ => false,
        };
    }

    private static VersionNeed OldNeed(ElfFile elf)
    {
        VersionNeed[] found = elf.Needs.Where(need => need.Library == Library && need.Version == OldVersion).ToArray();
        return found.Length == 1 ? found[0] : throw new ElfFormatException($"it names {OldVersion} {found.Length} times, not once");
    }

    private static int MarkerSymbol(ElfFile elf, VersionNeed newNeed)
    {
        if (elf.Needs.Count(need => need.Index == newNeed.Index) != 1)
            throw new ElfFormatException($"it uses the number of version {NewVersion} twice");
        int[] users = Enumerable.Range(0, elf.SymbolCount).Where(symbol => elf.VersionOf(symbol) == newNeed.Index).ToArray();
        string names = string.Join(", ", users.Take(5).Select(symbol => elf.Text(elf.NameOf(symbol))));
        if (users.Length != 1 || names != NewSymbol || !elf.IsUndefined(users[0]))
            throw new ElfFormatException($"{users.Length} symbols use {NewVersion} ({names}), not an undefined {NewSymbol} alone");
        return users[0];
    }

    // String tables may share tails ("printf" inside "snprintf"): nothing else may begin inside the name that is overwritten,
    // and it may not be the tail of a longer one.
    private static void RequireOwnName(ElfFile elf, int symbol, uint name)
    {
        bool begins = elf.NamesBut(symbol).Any(other => other >= name && other <= name + NewSymbol.Length);
        bool continues = name > 0 && elf.Text(name - 1).Length > 0;
        if (begins || continues)
            throw new ElfFormatException($"the name {NewSymbol} is shared with another entry of its string table");
    }
}
