using System.Reflection;
using System.Text;
using SimClr.Core.Build;

namespace SimClr.Core.Tests.Build;

/// <summary>TorchSharp's Linux library as the package has it, and tools to change a copy of it.</summary>
internal static class TorchSharpLibrary
{
    public const string FileName = "libLibTorchSharp.so";

    /// <summary>The file inside the NuGet cache.</summary>
    public static string PackageFile { get; } = Path.Combine(
        typeof(TorchSharpLibrary).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "TorchSharpPackage").Value!,
        "runtimes", "linux-x64", "native", FileName);

    private static readonly Lazy<byte[]> Content = new(() => File.ReadAllBytes(PackageFile));

    /// <summary>A fresh copy of the package's bytes.</summary>
    public static byte[] Read() => (byte[])Content.Value.Clone();

    /// <summary>Number of the first dynamic symbol with a name.</summary>
    public static int Symbol(this ElfFile elf, string name)
        => Enumerable.Range(0, elf.SymbolCount).First(symbol => elf.Text(elf.NameOf(symbol)) == name);

    /// <summary>The one need of a libstdc++ version.</summary>
    public static VersionNeed Need(this ElfFile elf, string version)
        => elf.Needs.Single(need => need.Library == NativeLibraryRepair.Library && need.Version == version);

    /// <summary>File offset of a symbol's entry in .dynsym.</summary>
    public static int SymbolEntry(this byte[] file, int symbol) => SectionOffset(file, 11) + symbol * 24;

    /// <summary>File offset of the first section of a type.</summary>
    public static int SectionOffset(this byte[] file, uint type)
    {
        int headers = BitConverter.ToInt32(file, 40);
        IEnumerable<int> all = Enumerable.Range(0, file[60]).Select(index => headers + index * 64);
        return BitConverter.ToInt32(file, all.First(header => BitConverter.ToUInt32(file, header + 4) == type) + 24);
    }

    /// <summary>File offset of the value of the first entry of .dynamic with a tag.</summary>
    public static int DynamicValue(this byte[] file, ulong tag)
    {
        int entry = SectionOffset(file, 6);
        while (BitConverter.ToUInt64(file, entry) != tag)
            entry += 16;
        return entry + 8;
    }

    /// <summary>Writes a little-endian number of two, four or eight bytes.</summary>
    public static void Put<T>(this byte[] file, int offset, T value)
        where T : unmanaged
        => System.Runtime.InteropServices.MemoryMarshal.Write(file.AsSpan(offset), in value);

    /// <summary>Writes ASCII text over what is there.</summary>
    public static void Put(this byte[] file, int offset, string text) => Encoding.ASCII.GetBytes(text).CopyTo(file, offset);
}
