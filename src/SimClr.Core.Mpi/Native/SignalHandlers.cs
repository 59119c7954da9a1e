using System.Runtime.InteropServices;

namespace SimClr.Core.Mpi.Native;

/// <summary>Leaves to .NET the signals that it lives by: a null reference is a SIGSEGV before it is an exception.</summary>
internal static partial class SignalHandlers
{
    /// <summary>
    /// UCX, on which MPICH and many a cluster's Open MPI build, takes over SIGSEGV, SIGFPE and others while it is loaded, unless told
    /// otherwise; a process of .NET would then die where it should throw. It reads the C environment, which .NET's own does not reach.
    /// What the user set stays.
    /// </summary>
    public static void KeepDotNetOnes()
    {
        if (!OperatingSystem.IsWindows())
            _ = SetVariable("UCX_ERROR_SIGNALS", "", overwrite: 0);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
