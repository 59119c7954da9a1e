using SimClr.Core.Mpi.Native;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>One call of MPI, and what is done with its result.</summary>
/// <param name="begin">Begins the call and returns its request.</param>
/// <param name="complete">Called once the request is complete.</param>
/// <param name="after">The step whose result this one takes; null if there is none.</param>
internal sealed class ExchangeStep(Func<MpiCommunicator, nint> begin, Action? complete = null, ExchangeStep? after = null)
{
    /// <summary>Whether what it takes is there.</summary>
    public bool IsReady => after?.IsComplete ?? true;

    public bool IsComplete { get; private set; }

    public nint Begin(MpiCommunicator communicator) => begin(communicator);

    public void Complete()
    {
        complete?.Invoke();
        IsComplete = true;
    }
}
