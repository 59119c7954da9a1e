namespace SimClr.Core.Data.Downloads;

/// <summary>Ends waiting for a server that has gone silent, and tells a broken connection from a caller who has enough.</summary>
internal sealed class StallGuard(TimeSpan patience, CancellationToken outer) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(outer);

    /// <summary>The caller's own token.</summary>
    public CancellationToken Outer => outer;

    /// <summary>Runs one piece of work with the network.</summary>
    /// <exception cref="BrokenDownloadException">The connection failed, or it took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller canceled.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        _source.CancelAfter(patience);
        try
        {
            return await work(_source.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException failure) when (!outer.IsCancellationRequested)
        {
            throw new BrokenDownloadException($"nothing arrived for {patience.TotalSeconds} seconds.", failure);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            outer.ThrowIfCancellationRequested();
            throw new BrokenDownloadException(failure.Message, failure);
        }
    }

    public void Dispose() => _source.Dispose();
}
