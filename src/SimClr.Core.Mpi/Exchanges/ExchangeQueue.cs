using System.Diagnostics;
using SimClr.Core.Mpi.Native;

namespace SimClr.Core.Mpi.Exchanges;

/// <summary>
/// Gives MPI the steps of all exchanges in the order in which they were added, a few at a time. The order does not depend on which is complete
/// first, so it is the same on every rank, as MPI asks.
/// </summary>
/// <remarks>
/// MPI moves data while it is called, and hardly otherwise. So each look at one request drives all; and while nobody waits, a thread looks
/// every millisecond.
/// </remarks>
internal sealed class ExchangeQueue(MpiCommunicator communicator, TimeSpan timeout)
{
    // As many pieces under way as keep both network and processor busy; each holds up to 1 MiB of memory.
    private const int Window = 4;

    private static readonly TimeSpan DrivingInterval = TimeSpan.FromMilliseconds(1);

    private readonly Queue<(PendingExchange Exchange, ExchangeStep Step)> _waiting = new();
    private readonly List<(PendingExchange Exchange, ExchangeStep Step, nint Request)> _running = [];
    private readonly object _wake = new();
    private Thread? _driver;
    private bool _isDriven;
    private MpiException? _failure;
    private long _lastProgress;

    /// <summary>Adds an exchange and begins what can be begun.</summary>
    /// <param name="call">What it is, for messages.</param>
    /// <param name="steps">Its steps, in order; at least one.</param>
    /// <param name="completed">Called once it is complete, by whichever thread finds that; null if there is nothing to do.</param>
    /// <exception cref="MpiException">An exchange before failed, or this one could not begin.</exception>
    public PendingExchange Add(string call, IReadOnlyCollection<ExchangeStep> steps, Action? completed = null)
    {
        PendingExchange exchange = new(this, call, steps.Count, completed);
        lock (communicator.Gate)
        {
            ThrowIfFailed();
            foreach (ExchangeStep step in steps)
                _waiting.Enqueue((exchange, step));
            Drive();
        }

        ThrowIfFailed();
        return exchange;
    }

    /// <summary>From here on a thread drives the exchanges that nobody waits for.</summary>
    public void DriveInBackground()
    {
        if (_driver is null)
        {
            _driver = new Thread(DriveForever) { IsBackground = true, Name = "MPI progress" };
            _driver.Start();
        }

        lock (_wake)
        {
            _isDriven = true;
            Monitor.Pulse(_wake);
        }
    }

    /// <summary>Returns once an exchange is complete.</summary>
    /// <exception cref="MpiException">An exchange failed, or the other ranks did not answer in time.</exception>
    public void Wait(PendingExchange exchange)
    {
        long start = Stopwatch.GetTimestamp();
        while (!exchange.IsComplete)
        {
            lock (communicator.Gate)
                Drive();
            ThrowIfFailed();
            if (exchange.IsComplete)
                return;
            TimeSpan idle = Stopwatch.GetElapsedTime(Math.Max(start, Volatile.Read(ref _lastProgress)));
            if (idle > timeout)
                Fail(new MpiException(
                    $"{exchange.Call} has waited {timeout.TotalSeconds:0.###} s for other ranks, and nothing came. One hangs, has ended or "
                    + "makes other calls (MpiOptions.CheckCalls tells); if it only takes long, raise MpiOptions.TimeoutSeconds."));
            Pause(idle);
        }
    }

    /// <summary>Returns once all exchanges are complete.</summary>
    /// <inheritdoc cref="Wait"/>
    public void Complete()
    {
        while (Last() is { } exchange)
            Wait(exchange);
    }

    private PendingExchange? Last()
    {
        lock (communicator.Gate)
            return _waiting.Count > 0 ? _waiting.Last().Exchange : _running.LastOrDefault().Exchange;
    }

    // A short wait costs least by looking again; others may need the processor in a longer one.
    private static void Pause(TimeSpan idle)
    {
        if (idle < TimeSpan.FromMicroseconds(50))
            Thread.SpinWait(20);
        else if (idle < TimeSpan.FromMilliseconds(2))
            Thread.Yield();
        else
            Thread.Sleep(DrivingInterval);
    }

    private void DriveForever()
    {
        while (true)
        {
            lock (_wake)
            {
                while (!_isDriven)
                    Monitor.Wait(_wake);
            }

            bool progressed = false;
            // Whoever waits holds the lock most of the time, and drives too.
            if (communicator.Gate.TryEnter())
            {
                try
                {
                    progressed = Drive();
                    if (_failure is not null || (_running.Count == 0 && _waiting.Count == 0))
                        StopDriving();
                }
                finally
                {
                    communicator.Gate.Exit();
                }
            }

            if (!progressed)
                Thread.Sleep(DrivingInterval);
        }
    }

    private void StopDriving()
    {
        lock (_wake)
            _isDriven = false;
    }

    // Under the lock. True if a step was completed.
    private bool Drive()
    {
        if (_failure is not null)
            return false;
        try
        {
            bool progressed = CompleteSteps();
            while (_running.Count < Window && _waiting.TryPeek(out var next) && next.Step.IsReady)
            {
                _waiting.Dequeue();
                _running.Add((next.Exchange, next.Step, next.Step.Begin(communicator)));
            }

            if (progressed)
                Volatile.Write(ref _lastProgress, Stopwatch.GetTimestamp());
            return progressed;
        }
        catch (MpiException exception)
        {
            // Whoever waits next throws it: here it may be the driving thread.
            _failure = exception;
            return false;
        }
    }

    private bool CompleteSteps()
    {
        bool progressed = false;
        for (int index = 0; index < _running.Count;)
        {
            (PendingExchange exchange, ExchangeStep step, nint request) = _running[index];
            if (!communicator.IsComplete(request))
            {
                index++;
                continue;
            }

            _running.RemoveAt(index);
            step.Complete();
            exchange.CompleteStep();
            progressed = true;
        }

        return progressed;
    }

    private void Fail(MpiException failure)
    {
        lock (communicator.Gate)
            _failure ??= failure;
        ThrowIfFailed();
    }

    // MPI may still write into what a failed exchange was given, so all later ones fail, too, and nothing is released.
    private void ThrowIfFailed()
    {
        if (_failure is { } failure)
            throw new MpiException(failure.Message, failure);
    }
}
