using System.Runtime.InteropServices;

namespace SimClr.Core.Mpi.Native;

/// <summary>The constants of a binary interface: values that a C program gets from mpi.h.</summary>
/// <param name="Family">Whose.</param>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Byte">MPI_BYTE. All data travel as bytes: sums are made here, in the order of ranks.</param>
/// <param name="ErrorsReturn">MPI_ERRORS_RETURN.</param>
/// <param name="StatusIgnore">MPI_STATUS_IGNORE.</param>
/// <remarks>
/// A handle is a pointer in Open MPI and in the standard, and an int in MPICH. As <see cref="nint"/> both are right on the 64-bit processors
/// that .NET runs on, which are little-endian. A parameter takes one register, or one word of the stack on x86-64, and the callee reads only
/// the low half of it for an int; no function with more than the 8 parameters that fit into registers on arm64 is used, where Apple packs the
/// others. A handle that is written through a pointer fills the low half of a word that was 0.
/// </remarks>
internal sealed record MpiAbi(MpiFamily Family, nint World, nint Byte, nint ErrorsReturn, nint StatusIgnore)
{
    private const string OpenMpiWorld = "ompi_mpi_comm_world";

    private static readonly string[] MpichNames = ["MPICH", "Intel(R) MPI", "MVAPICH"];

    /// <summary>MPICH's: kind, type and number packed into an int.</summary>
    public static MpiAbi Mpich { get; } = new(MpiFamily.Mpich, 0x44000000, 0x4c00010d, 0x54000001, 1);

    /// <summary>The standard's, MPI 5.0, appendix A.</summary>
    public static MpiAbi Standard { get; } = new(MpiFamily.Standard, 0x101, 0x247, 0x142, 0);

    /// <summary>Open MPI's: the addresses of objects that its library exports.</summary>
    public static MpiAbi OpenMpi(nint library) => new(
        MpiFamily.OpenMpi,
        NativeLibrary.GetExport(library, OpenMpiWorld),
        NativeLibrary.GetExport(library, "ompi_mpi_byte"),
        NativeLibrary.GetExport(library, "ompi_mpi_errors_return"),
        0);

    /// <summary>The interface of a loaded library.</summary>
    /// <param name="library">Its handle.</param>
    /// <param name="version">What it says of itself.</param>
    /// <returns>Null if it is none of the three.</returns>
    public static unsafe MpiAbi? Of(nint library, string version)
    {
        // First, as the standard library of Open MPI 6 depends on the one that exports Open MPI's objects. A library with an interface of
        // its own says -1.
        if (NativeLibrary.TryGetExport(library, "MPI_Abi_get_version", out nint function))
        {
            int major = 0, minor = 0;
            if (((delegate* unmanaged<int*, int*, int>)function)(&major, &minor) == 0 && major >= 1)
                return Standard;
        }

        if (NativeLibrary.TryGetExport(library, OpenMpiWorld, out _))
            return OpenMpi(library);
        return Array.Exists(MpichNames, name => version.Contains(name, StringComparison.OrdinalIgnoreCase)) ? Mpich : null;
    }
}
