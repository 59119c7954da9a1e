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
/// that libstdc++ holds the iostream initialiser. It is replaced by <c>_ZSt18uncaught_exceptionv</c>, a harmless function
/// without arguments that every libstdc++ has, and the version need by GLIBCXX_3.4. Everything else stays as it is.
/// </remarks>
internal static class NativeLibraryRepair
{
    public const string Library = "libstdc++.so.6";
    public const string NewVersion = "GLIBCXX_3.4.32";
    public const string OldVersion = "GLIBCXX_3.4";
    public const string NewSymbol = "_ZSt21ios_base_library_initv";
    public const string OldSymbol = "_ZSt18uncaught_exceptionv";

    /// <summary>Repairs a copy of <paramref name="original"/>; null where the file has no such need.</summary>
    /// <exception cref="ElfFormatException">The file has the need but looks otherwise than described above, or is not ELF.</exception>
    public static byte[]? Repair(byte[] original)
    {
        ElfFile elf = new(original);
        int[] needs = elf.NeedsOf(Library).ToArray();
        int newNeed = Single(elf, needs, NewVersion);
        if (newNeed < 0)
            return null;

        int oldNeed = Single(elf, needs, OldVersion);
        if (oldNeed < 0)
            throw new ElfFormatException($"it does not also need {OldVersion}");
        int symbol = MarkerSymbol(elf, VersionIndex(elf, newNeed));
        int name = elf.SymbolName(symbol);
        RequireOwnName(elf, symbol, name, needs);

        byte[] repaired = (byte[])original.Clone();
        Array.Copy(original, oldNeed, repaired, newNeed, sizeof(uint)); // vna_hash
        Array.Copy(original, oldNeed + 8, repaired, newNeed + 8, sizeof(uint)); // vna_name
        BitConverter.GetBytes(VersionIndex(elf, oldNeed)).CopyTo(repaired, elf.SymbolVersion(symbol));
        Encoding.ASCII.GetBytes(OldSymbol.PadRight(NewSymbol.Length, '\0')).CopyTo(repaired, elf.Strings + name);
        return repaired;
    }

    private static int Single(ElfFile elf, int[] needs, string version)
    {
        int[] found = needs.Where(need => elf.Text((int)elf.UInt32(need + 8)) == version).ToArray();
        return found.Length switch
        {
            0 => -1,
            1 => found[0],
            _ => throw new ElfFormatException($"it names {version} {found.Length} times"),
        };
    }

    private static ushort VersionIndex(ElfFile elf, int need) => elf.UInt16(need + 6); // vna_other

    private static int MarkerSymbol(ElfFile elf, ushort version)
    {
        int[] users = Enumerable.Range(0, elf.SymbolCount).Where(symbol => elf.UInt16(elf.SymbolVersion(symbol)) == version).ToArray();
        string names = string.Join(", ", users.Take(5).Select(symbol => elf.Text(elf.SymbolName(symbol))));
        if (users.Length != 1 || names != NewSymbol || !elf.IsUndefined(users[0]))
            throw new ElfFormatException($"{users.Length} symbols need {NewVersion} ({names}), not {NewSymbol} alone");
        return users[0];
    }

    // String tables may share tails ("printf" inside "snprintf"): nothing else may begin inside the name that is overwritten.
    private static void RequireOwnName(ElfFile elf, int symbol, int name, int[] needs)
    {
        bool Inside(int offset) => offset >= name && offset <= name + NewSymbol.Length;
        bool shared = Enumerable.Range(0, elf.SymbolCount).Any(other => other != symbol && Inside(elf.SymbolName(other)))
            || needs.Any(need => Inside((int)elf.UInt32(need + 8)));
        if (shared || (name > 0 && elf.Text(name - 1).Length > 0))
            throw new ElfFormatException($"the name {NewSymbol} is shared with another entry of its string table");
    }
}
