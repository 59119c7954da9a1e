using System.Runtime.ExceptionServices;

namespace SimClr.Core.Loading;

/// <summary>The buffers between workers and consumer, and who may do what with them next. Thread-safe.</summary>
/// <remarks>
/// Batches are begun, claimed and taken in their order. An item that is claimed is also made, so of several that fail, whatever the number
/// of workers, the first one's exception is thrown, when its batch would have been taken.
/// </remarks>
internal sealed class PrefetchRing<TBuffer>(IBatchFiller<TBuffer> filler, int buffers, int workers, CancellationToken cancellationToken)
    where TBuffer : class, new()
{
    // Few items, so that the workers end a batch together; several, so that they seldom wait for the lock.
    private const int MostItemsPerClaim = 8;
    private const int ClaimsPerWorker = 4;

    private readonly object _gate = new();
    private readonly Queue<PrefetchedBatch<TBuffer>> _begun = new();
    private readonly Stack<PrefetchedBatch<TBuffer>> _free
        = new(Enumerable.Range(0, buffers).Select(_ => new PrefetchedBatch<TBuffer>(new TBuffer())));
    private PrefetchedBatch<TBuffer>? _newest;
    private ExceptionDispatchInfo? _failureToBegin;
    private bool _exhausted;
    private bool _stopped;

    /// <summary>True once the workers are to leave what they are at.</summary>
    public bool IsStopped => Volatile.Read(ref _stopped);

    /// <summary>Consumer: waits for the oldest batch to be complete; null after the last one.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public PrefetchedBatch<TBuffer>? TakeNext()
    {
        lock (_gate)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_begun.TryPeek(out PrefetchedBatch<TBuffer>? oldest) && oldest.IsSettled)
                {
                    oldest.ThrowFailure();
                    return _begun.Dequeue();
                }

                if (_begun.Count == 0 && _exhausted)
                {
                    _failureToBegin?.Throw();
                    return null;
                }

                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Consumer: gives a taken batch's buffer back.</summary>
    public void Release(PrefetchedBatch<TBuffer> batch)
    {
        lock (_gate)
        {
            _free.Push(batch);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Worker: waits for items to make; null when there will be none.</summary>
    public (PrefetchedBatch<TBuffer> Batch, Range Items)? Claim()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                // Only the newest batch can have items left: a batch is begun when those before it are all claimed.
                if (_newest is { HasUnclaimed: true } batch)
                    return (batch, batch.Claim(Math.Clamp(batch.Items / (workers * ClaimsPerWorker), 1, MostItemsPerClaim)));
                if (!TryBegin())
                    Monitor.Wait(_gate);
            }

            return null;
        }
    }

    /// <summary>Worker: the claimed items are made, or the given one failed.</summary>
    public void Finish(PrefetchedBatch<TBuffer> batch, Range items, (int Item, Exception Exception)? failure)
    {
        lock (_gate)
        {
            if (failure is var (item, exception))
            {
                batch.Fail(item, exception);
                // Nobody will want what comes after it.
                _exhausted = true;
            }

            batch.Finish(items);
            if (batch.IsSettled)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Sends the workers home.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private bool TryBegin()
    {
        if (_exhausted || !_free.TryPeek(out PrefetchedBatch<TBuffer>? batch))
            return false;
        // Whether a batch was begun or there is none: somebody waits for this news.
        Monitor.PulseAll(_gate);
        if (BeginIn(batch.Buffer) is not { } items)
        {
            _exhausted = true;
            return false;
        }

        batch.Begin(items);
        _begun.Enqueue(_free.Pop());
        _newest = batch;
        return true;
    }

    private int? BeginIn(TBuffer buffer)
    {
        try
        {
            return filler.Begin(buffer);
        }
        catch (Exception exception)
        {
            _failureToBegin = ExceptionDispatchInfo.Capture(exception);
            return null;
        }
    }
}
