namespace SimClr.Core.Distributed;

/// <summary>An exchange between ranks that has begun; see <see cref="ICollective.BeginAllReduce"/>.</summary>
public interface IPendingCollective
{
    /// <summary>Returns once the exchange is complete on this rank; at once if it has been waited for before.</summary>
    void Wait();
}
