namespace SimClr.Core.Mpi;

/// <summary>
/// MPI cannot be used or failed: there is no library, it belongs to another launcher, a call of it failed, the ranks' calls differ, or the
/// other ranks did not answer in time.
/// </summary>
/// <remarks>
/// After a failure between the ranks no more can be exchanged: each further call fails as the first did. A program may close what it holds,
/// and should let the exception pass; <see cref="MpiProgram"/> then ends the job.
/// </remarks>
public sealed class MpiException : Exception
{
    /// <summary>Creates one with a message of the framework's.</summary>
    public MpiException()
    {
    }

    /// <summary>Creates one with a message.</summary>
    public MpiException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one with a message and its cause.</summary>
    public MpiException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
