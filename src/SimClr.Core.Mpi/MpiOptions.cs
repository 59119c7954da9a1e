using SimClr.Core.Validation;

namespace SimClr.Core.Mpi;

/// <summary>Options of <see cref="MpiProgram"/>.</summary>
public sealed class MpiOptions
{
    /// <summary>
    /// How long a rank waits for the others, in seconds, before it ends the job with a message. Counted from the last piece of data that
    /// arrived, so large tensors need no more. Default 1800: one rank may evaluate meanwhile. Range 1 to 604800, which is a week.
    /// </summary>
    [InRange(1.0, 604800.0)]
    public double TimeoutSeconds { get; set; } = 1800;

    /// <summary>
    /// The MPI library: a path, or a name as the dynamic loader knows it. Default null: the library that belongs to the launcher, where the
    /// loader finds it.
    /// </summary>
    public string? Library { get; set; }

    /// <summary>
    /// Whether the ranks first tell each other what each call is and stop with both calls in the message if they differ. Without it, ranks
    /// that make different calls wait for each other until <see cref="TimeoutSeconds"/> is over. Costs one exchange of 128 bytes a call.
    /// Default false. <see cref="Distributed.ICollective.AllGather"/> always checks.
    /// </summary>
    public bool CheckCalls { get; set; }
}
