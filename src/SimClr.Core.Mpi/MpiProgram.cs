using SimClr.Core.Distributed;
using SimClr.Core.Mpi.Jobs;
using SimClr.Core.Validation;

namespace SimClr.Core.Mpi;

/// <summary>Runs a program in several processes that an MPI launcher started, as <c>mpirun -n 4 dotnet Train.dll</c> does.</summary>
/// <example><code>
/// return MpiProgram.Run((collective, cancellationToken) =>
/// {
///     if (collective.Rank == 0)
///         Console.WriteLine($"{collective.Size} processes");
///     return 0;
/// });
/// </code></example>
public static class MpiProgram
{
    /// <summary>
    /// Whether an MPI launcher started this process: Open MPI's mpirun, mpiexec of MPICH and its kin, or Slurm's srun. One task of srun
    /// without MPI does not count.
    /// </summary>
    public static bool IsLaunched => Launch.Of(Environment.GetEnvironmentVariable).IsLaunched;

    /// <summary>
    /// Runs the program on this rank: loads MPI and starts it, waits at the end until all ranks are there, and stops MPI. Without a launcher
    /// and without <see cref="MpiOptions.Library"/> it runs in one process, for which no MPI need be installed.
    /// </summary>
    /// <param name="program">
    /// Gets the ranks' exchange and a token that the first SIGINT (Ctrl-C) or SIGTERM cancels on the rank that gets it; the second ends the
    /// process. Returns the rank's exit code.
    /// </param>
    /// <param name="options">Null: the defaults.</param>
    /// <returns>
    /// What the program returned. It does not end the other ranks: each comes to its own end. If an exception leaves the program, it is
    /// written to standard error with the rank, and the job ends at once with exit code 1, as it does if the process exits within the
    /// program. With one process and no MPI an exception passes through.
    /// </returns>
    /// <exception cref="MpiException">
    /// There is no MPI library, or it and the launcher do not belong together, so that each rank would believe it is alone.
    /// </exception>
    /// <exception cref="InvalidOperationException">MPI was started before; it can be started once in a process.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static int Run(Func<ICollective, CancellationToken, int> program, MpiOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        MpiOptions valid = OptionsGuard.Validate(options ?? new MpiOptions(), new MpiOptionsValidator());
        Launch launch = Launch.Of(Environment.GetEnvironmentVariable);
        using StopSignals signals = new();
        return launch.IsLaunched || valid.Library is not null
            ? MpiJob.Start(launch, valid).Run(program, signals.Token)
            : program(SingleProcess.Instance, signals.Token);
    }
}
