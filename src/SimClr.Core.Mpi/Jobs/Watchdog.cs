namespace SimClr.Core.Mpi.Jobs;

/// <summary>Acts if a call of MPI that cannot be given a time does not come back.</summary>
/// <param name="call">Its name.</param>
/// <param name="limit">How long it may take.</param>
/// <param name="act">Called on another thread, with what has happened.</param>
internal sealed class Watchdog(string call, TimeSpan limit, Action<string> act) : IDisposable
{
    private readonly Timer _timer = new(
        _ => act($"{call} did not come back within {limit.TotalSeconds:0.###} s: other ranks have not come to it, or have ended."),
        null, limit, Timeout.InfiniteTimeSpan);

    public void Dispose() => _timer.Dispose();
}
