namespace SimClr.Core.Mpi.Native;

/// <summary>Libraries that share one binary interface.</summary>
internal enum MpiFamily
{
    /// <summary>Open MPI 4 and 5, and what builds on them.</summary>
    OpenMpi,

    /// <summary>MPICH 3.1 and later, and those with its interface: Intel MPI, MVAPICH, Cray MPICH.</summary>
    Mpich,

    /// <summary>The standard interface of MPI 5, <c>libmpi_abi</c>.</summary>
    Standard,
}
