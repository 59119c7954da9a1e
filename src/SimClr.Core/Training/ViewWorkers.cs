using System.Runtime.ExceptionServices;
using SimClr.Core.Augmentation;
using SimClr.Core.Randomness;

namespace SimClr.Core.Training;

/// <summary>The threads behind one enumeration of a <see cref="ViewLoader"/>, and the ring of buffers that bounds them.</summary>
internal sealed class ViewWorkers : IDisposable
{
    private const int ImagesPerClaim = 8;

    private readonly object _gate = new();
    private readonly ViewLoader _loader;
    private readonly IEnumerator<BatchRequest> _requests;
    private readonly Queue<BatchSlot> _begun = new();
    private readonly Stack<BatchSlot> _free;
    private readonly Thread[] _threads;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _registration;
    private ExceptionDispatchInfo? _failure;
    private bool _exhausted;
    private bool _stopped;

    public ViewWorkers(ViewLoader loader, IEnumerable<BatchRequest> requests, int threads, int slots, CancellationToken cancellationToken)
    {
        _loader = loader;
        _requests = requests.GetEnumerator();
        _free = new Stack<BatchSlot>(Enumerable.Range(0, slots).Select(_ => new BatchSlot()));
        _cancellationToken = cancellationToken;
        _registration = cancellationToken.Register(Stop);
        _threads = [.. Enumerable.Range(0, threads).Select(number => new Thread(Work) { IsBackground = true, Name = $"SimClr views {number}" })];
        foreach (Thread thread in _threads)
            thread.Start();
    }

    /// <summary>Waits for the oldest batch to be complete; null after the last one.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public BatchSlot? TakeNext()
    {
        lock (_gate)
        {
            while (true)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                _failure?.Throw();
                if (_begun.TryPeek(out BatchSlot? oldest) && oldest.IsComplete)
                    return _begun.Dequeue();
                if (_begun.Count == 0 && _exhausted)
                    return null;
                Monitor.Wait(_gate);
            }
        }
    }

    /// <summary>Gives a taken buffer back to the workers.</summary>
    public void Release(BatchSlot slot)
    {
        lock (_gate)
        {
            _free.Push(slot);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Stops the threads and waits until they have ended.</summary>
    public void Dispose()
    {
        Stop();
        foreach (Thread thread in _threads)
            thread.Join();
        _registration.Dispose();
        _requests.Dispose();
    }

    private void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Work()
    {
        View view = new();
        RandomStream random = new(0);
        try
        {
            while (ClaimImages() is var (slot, images))
            {
                for (int position = images.Start.Value; position < images.End.Value && !Volatile.Read(ref _stopped); position++)
                    if (!_loader.TryMakeViews(slot, position, view, random))
                        Miss(slot, position);
                Finish(slot, images.End.Value - images.Start.Value);
            }
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private (BatchSlot Slot, Range Images)? ClaimImages()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                // The newest begun batch is the only one that can have images left: batches are begun when the others are all claimed.
                if (_begun.LastOrDefault() is { HasUnclaimed: true } slot)
                    return (slot, slot.Claim(ImagesPerClaim));
                if (!TryBegin())
                    Monitor.Wait(_gate);
            }

            return null;
        }
    }

    private bool TryBegin()
    {
        if (_exhausted || _free.Count == 0)
            return false;
        if (!_requests.MoveNext())
        {
            _exhausted = true;
            Monitor.PulseAll(_gate);
            return false;
        }

        BatchSlot slot = _free.Pop();
        slot.Begin(_requests.Current, _loader.Views * _loader.ViewShape.Length);
        _begun.Enqueue(slot);
        Monitor.PulseAll(_gate);
        return true;
    }

    private void Miss(BatchSlot slot, int position)
    {
        lock (_gate)
            slot.Miss(position);
    }

    private void Finish(BatchSlot slot, int images)
    {
        lock (_gate)
        {
            slot.Finish(images);
            if (slot.IsComplete)
                Monitor.PulseAll(_gate);
        }
    }

    private void Fail(Exception exception)
    {
        lock (_gate)
        {
            _failure ??= ExceptionDispatchInfo.Capture(exception);
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }
}
