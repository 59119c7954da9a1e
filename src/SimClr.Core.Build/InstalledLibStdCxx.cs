using System;
using System.Runtime.InteropServices;

namespace SimClr.Core.Build;

/// <summary>Asks the system's own loader whether this machine's libstdc++ has a symbol version.</summary>
internal static class InstalledLibStdCxx
{
    private const int Lazy = 1;

    /// <summary>True where the installed libstdc++.so.6 is from GCC 13 or later, so that TorchSharp's library loads as it is.</summary>
    public static bool IsNew => Has(NativeLibraryRepair.NewSymbol, NativeLibraryRepair.NewVersion);

    /// <summary>True where the installed libstdc++.so.6 defines <paramref name="symbol"/> at <paramref name="version"/>.</summary>
    public static bool Has(string symbol, string version)
    {
        try
        {
            IntPtr library = Open(NativeLibraryRepair.Library, Lazy);
            return library != IntPtr.Zero && FindVersioned(library, symbol, version) != IntPtr.Zero;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            return false; // No glibc here: whatever the file is deployed to, the repaired copy suits every libstdc++.
        }
    }

    [DllImport("libdl.so.2", EntryPoint = "dlopen", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr Open(string file, int mode);

    [DllImport("libdl.so.2", EntryPoint = "dlvsym", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private static extern IntPtr FindVersioned(IntPtr library, string symbol, string version);
}
