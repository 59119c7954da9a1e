using System.Runtime.InteropServices;
using SimClr.Core.Mpi.Jobs;

namespace SimClr.Core.Mpi.Native;

/// <summary>Finds the MPI library that belongs to the launcher.</summary>
internal static class MpiLibraryFinder
{
    private static readonly Dictionary<MpiFamily, string[]> LinuxNames = new()
    {
        [MpiFamily.OpenMpi] = ["libmpi.so.40"],
        // Debian's MPICH has a name of its own, so that both can be installed.
        [MpiFamily.Mpich] = ["libmpich.so.12", "libmpi.so.12"],
        [MpiFamily.Standard] = ["libmpi_abi.so.1", "libmpi_abi.so.0", "libmpi_abi.so"],
    };

    private static readonly Dictionary<MpiFamily, string[]> MacNames = new()
    {
        [MpiFamily.OpenMpi] = ["libmpi.40.dylib"],
        [MpiFamily.Mpich] = ["libmpi.12.dylib"],
        [MpiFamily.Standard] = ["libmpi_abi.1.dylib", "libmpi_abi.0.dylib", "libmpi_abi.dylib"],
    };

    // No package of Debian has the standard interface yet.
    private static readonly Dictionary<MpiFamily, string> Packages = new() { [MpiFamily.OpenMpi] = "openmpi-bin", [MpiFamily.Mpich] = "mpich" };

    /// <summary>Loads it.</summary>
    /// <param name="launch">What started this process.</param>
    /// <param name="named">The path or name of the only one to try; null for those that fit the launcher.</param>
    /// <exception cref="MpiException">There is none.</exception>
    public static MpiLibrary Load(Launch launch, string? named)
    {
        SignalHandlers.KeepDotNetOnes();
        if (named is not null)
            return LoadNamed(named);
        string[] names = Names(launch.Families);
        return names.Select(TryLoad).FirstOrDefault(library => library is not null) ?? throw Missing(launch, names);
    }

    /// <summary>The names of libraries. Those that their launcher does not go with would be of no use, so they are not tried.</summary>
    /// <param name="families">Whose, in order.</param>
    public static string[] Names(IReadOnlyList<MpiFamily> families)
    {
        Dictionary<MpiFamily, string[]>? names = OperatingSystem.IsLinux() ? LinuxNames : OperatingSystem.IsMacOS() ? MacNames : null;
        return names is null ? [] : [.. families.SelectMany(family => names[family])];
    }

    /// <summary>What to do if none was found.</summary>
    /// <param name="launch">What started this process.</param>
    /// <param name="names">What was tried.</param>
    public static MpiException Missing(Launch launch, string[] names)
    {
        if (names.Length == 0)
            return new MpiException("MPI is supported on Linux and macOS; on this system there is one process only.");
        string install = string.Join(" or ", launch.Families.Where(Packages.ContainsKey).Select(family => $"apt install {Packages[family]}"));
        return new MpiException(
            $"{launch.Launcher} started this process, but none of {string.Join(", ", names)} is where the dynamic loader looks, which takes "
            + $"in LD_LIBRARY_PATH. Install the launcher's library (Debian: {install}), load its module, or give its path as MpiOptions.Library.");
    }

    private static MpiLibrary LoadNamed(string name)
    {
        nint handle;
        try
        {
            handle = NativeLibrary.Load(name);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            throw new MpiException($"MpiOptions.Library '{name}' cannot be loaded: {exception.Message} Give the path of an MPI library, or null.", exception);
        }

        return MpiLibrary.Recognize(name, handle) ?? throw new MpiException(
            $"MpiOptions.Library '{name}' is no MPI library that is known: it has neither the interface of Open MPI, nor that of MPICH, nor "
            + "the standard one of MPI 5.");
    }

    private static MpiLibrary? TryLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint handle))
            return null;
        MpiLibrary? library = MpiLibrary.Recognize(name, handle);
        if (library is null)
            NativeLibrary.Free(handle);
        return library;
    }
}
