using SimClr.Core.Distributed;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>A call of <see cref="MpiCollective"/> that has begun.</summary>
/// <param name="queue">Where its steps are.</param>
/// <param name="call">What it is, for messages.</param>
/// <param name="steps">How many steps it has.</param>
/// <param name="completed">Called once it is complete; null if there is nothing to do.</param>
internal sealed class PendingExchange(ExchangeQueue queue, string call, int steps, Action? completed) : IPendingCollective
{
    private volatile int _steps = steps;

    public string Call => call;

    public bool IsComplete => _steps == 0;

    /// <inheritdoc/>
    /// <exception cref="MpiException">An exchange failed, or the other ranks did not answer in time.</exception>
    public void Wait() => queue.Wait(this);

    /// <summary>Called under the queue's lock.</summary>
    public void CompleteStep()
    {
        if (_steps == 1)
            completed?.Invoke();
        _steps--;
    }
}
