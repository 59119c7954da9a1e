namespace SimClr.Core.Loading;

/// <summary>Makes batches on worker threads ahead of their use; the number of threads changes neither the batches nor a failure.</summary>
internal static class PrefetchingReader
{
    /// <summary>What the names of its threads begin with; the benchmarks find them by it.</summary>
    public const string ThreadName = "SimClr reader";

    /// <summary>
    /// All batches, in order. Nothing is made before the first is asked for; leaving early stops the threads and waits for them.
    /// </summary>
    /// <param name="filler">Makes the batches.</param>
    /// <param name="workers">Number of threads; 0 is one per processor.</param>
    /// <param name="buffers">Batches that exist at once, the one in use among them; at least 1.</param>
    /// <param name="cancellationToken">Ends the enumeration between two items.</param>
    /// <returns>Each valid until the next is asked for.</returns>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static IEnumerable<TBuffer> Read<TBuffer>(
        IBatchFiller<TBuffer> filler, int workers, int buffers, CancellationToken cancellationToken)
        where TBuffer : class, new()
    {
        workers = workers == 0 ? Environment.ProcessorCount : workers;
        PrefetchRing<TBuffer> ring = new(filler, buffers, workers, cancellationToken);
        using CancellationTokenRegistration registration = cancellationToken.Register(ring.Stop);
        Thread[] threads = [.. Enumerable.Range(0, workers).Select(number => Start(number, () => Work(filler, ring)))];
        try
        {
            while (ring.TakeNext() is { } batch)
            {
                yield return batch.Buffer;
                ring.Release(batch);
            }
        }
        finally
        {
            // What is read belongs to the caller: whatever the reason for leaving, no thread may still be reading it afterwards.
            ring.Stop();
            foreach (Thread thread in threads)
                thread.Join();
        }
    }

    private static Thread Start(int number, ThreadStart work)
    {
        Thread thread = new(work) { IsBackground = true, Name = $"{ThreadName} {number}" };
        thread.Start();
        return thread;
    }

    private static void Work<TBuffer>(IBatchFiller<TBuffer> filler, PrefetchRing<TBuffer> ring)
        where TBuffer : class, new()
    {
        ViewWorkspace workspace = new();
        while (ring.Claim() is var (batch, items))
        {
            int item = items.Start.Value;
            (int, Exception)? failure = null;
            try
            {
                for (; item < items.End.Value && !ring.IsStopped; item++)
                    filler.Fill(batch.Buffer, item, workspace);
            }
            catch (Exception exception)
            {
                failure = (item, exception);
            }

            ring.Finish(batch, items, failure);
        }
    }
}
