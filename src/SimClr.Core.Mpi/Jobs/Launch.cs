using System.Globalization;
using SimClr.Core.Mpi.Native;

namespace SimClr.Core.Mpi.Jobs;

/// <summary>What started this process, by the variables that launchers set.</summary>
/// <param name="Launcher">Its name for a message; null if there is none.</param>
/// <param name="Families">The libraries that may go with it, the likeliest first.</param>
/// <param name="Size">How many processes it started; 1 if it does not say.</param>
/// <param name="Rank">The number of this one.</param>
internal sealed record Launch(string? Launcher, IReadOnlyList<MpiFamily> Families, int Size, int Rank)
{
    private static readonly MpiFamily[] OpenMpi = [MpiFamily.OpenMpi, MpiFamily.Standard];
    private static readonly MpiFamily[] Mpich = [MpiFamily.Mpich, MpiFamily.Standard];
    private static readonly MpiFamily[] PerhapsMpich = [MpiFamily.Mpich, MpiFamily.OpenMpi, MpiFamily.Standard];
    private static readonly MpiFamily[] PerhapsOpenMpi = [MpiFamily.OpenMpi, MpiFamily.Mpich, MpiFamily.Standard];

    public bool IsLaunched => Launcher is not null;

    /// <summary>Reads the variables.</summary>
    /// <param name="read">Gives a variable's value.</param>
    /// <remarks>
    /// Open MPI 4 and 5 set OMPI_COMM_WORLD_*. Hydra, which MPICH, Intel MPI and MVAPICH share, sets PMI_* and MPI_LOCALNRANKS; srun
    /// --mpi=pmi2 PMI_*, which a build of Open MPI 4 may understand, too. Launchers with PMIx (srun --mpi=pmix, prun) set PMIX_RANK, but not
    /// the number of processes. srun always sets SLURM_STEP_NUM_TASKS; where a launcher starts its daemons by srun, the ranks inherit the
    /// number of daemons, so it counts last.
    /// </remarks>
    public static Launch Of(Func<string, string?> read)
    {
        int openMpi = Number("OMPI_COMM_WORLD_SIZE"), pmi = Number("PMI_SIZE"), slurm = Number("SLURM_STEP_NUM_TASKS");
        // One launcher may start another, each with its variables: whoever started more processes is meant.
        if (openMpi > 0 && openMpi >= pmi)
            return new("mpirun of Open MPI", OpenMpi, openMpi, Number("OMPI_COMM_WORLD_RANK"));
        if (pmi > 0 && (slurm == 0 || read("MPI_LOCALNRANKS") is not null))
            return new("mpiexec of MPICH or its kin", Mpich, pmi, Number("PMI_RANK"));
        if (pmi > 0)
            return new("srun of Slurm with PMI", PerhapsMpich, pmi, Number("PMI_RANK"));
        if (read("PMIX_RANK") is not null && read("PMIX_NAMESPACE") is not null)
            return new("a launcher with PMIx", PerhapsOpenMpi, Math.Max(slurm, 1), Number("PMIX_RANK"));
        return slurm > 1
            ? new("srun of Slurm without PMI", PerhapsOpenMpi, slurm, Number("SLURM_PROCID"))
            : new(null, PerhapsOpenMpi, 1, 0);

        int Number(string name)
            => int.TryParse(read(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
    }

    /// <summary>What is wrong if MPI knows one process only.</summary>
    /// <param name="library">The library that was loaded.</param>
    /// <exception cref="MpiException">The launcher started more: it and the library do not understand each other.</exception>
    public void CheckIsAlone(string library)
    {
        if (!IsLaunched || (Size == 1 && Rank == 0))
            return;
        string found = Size > 1 ? $"{Size} processes" : $"this process as number {Rank}";
        throw new MpiException(
            $"{Launcher} started {found}, but {library} knows of one only: each rank would train alone. Launcher and library must belong "
            + "together. Start the program by the library's own launcher (Debian: mpirun.openmpi, mpiexec.mpich; Slurm: srun --mpi=pmix or "
            + "--mpi=pmi2, as the library was built), or choose the launcher's library by MpiOptions.Library.");
    }
}
