using System.Diagnostics;
using SimClr.Core.Distributed;
using SimClr.Core.Mpi.Native;

namespace SimClr.Core.Mpi.Jobs;

/// <summary>This process's part in a job of several: begins and ends it, and ends the whole job where this part fails.</summary>
internal sealed class MpiJob
{
    private const int Failed = 1;

    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestAbort = TimeSpan.FromSeconds(10);

    // A launcher reads what ranks write; MPICH's throws away what it has not read when a rank aborts.
    private static readonly TimeSpan UntilWritten = TimeSpan.FromMilliseconds(500);

    private static int _started;

    private readonly MpiLibrary _library;
    private readonly MpiOptions _options;
    private MpiCommunicator? _communicator;
    private string _name;
    private int _isOver;

    private MpiJob(MpiLibrary library, Launch launch, MpiOptions options)
    {
        _library = library;
        _options = options;
        _name = $"rank {launch.Rank} of {launch.Size}";
    }

    private TimeSpan Limit => TimeSpan.FromSeconds(_options.TimeoutSeconds);

    /// <summary>Loads MPI and starts it.</summary>
    /// <inheritdoc cref="MpiProgram.Run"/>
    public static MpiJob Start(Launch launch, MpiOptions options)
    {
        if (_started == 1)
            throw AlreadyStarted();
        MpiLibrary library = MpiLibraryFinder.Load(launch, options.Library);
        if (Interlocked.Exchange(ref _started, 1) == 1)
            throw AlreadyStarted();
        MpiJob job = new(library, launch, options);
        job.Initialize(launch);
        return job;
    }

    /// <summary>Runs the program, waits for the other ranks and stops MPI.</summary>
    /// <inheritdoc cref="MpiProgram.Run"/>
    public int Run(Func<ICollective, CancellationToken, int> program, CancellationToken cancellationToken)
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        try
        {
            MpiCollective collective = new(_communicator!, _options);
            int result = program(collective, cancellationToken);
            collective.Complete();
            Close();
            return result;
        }
        catch (Exception exception)
        {
            // Where it was thrown says nothing about a time that is over or a call that was refused.
            End(exception is MpiException or OperationCanceledException ? exception.Message : exception.ToString(), Failed);
            throw;
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
            AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        }
    }

    private static InvalidOperationException AlreadyStarted() => new("MPI can be started once in a process: call MpiProgram.Run once.");

    private void Initialize(Launch launch)
    {
        using (new Watchdog("The start of MPI", Limit, problem => End(problem, Failed)))
        {
            _library.Initialize();
            _communicator = MpiCommunicator.Create(_library);
        }

        _name = $"rank {_communicator.Rank} of {_communicator.Size}";
        if (_communicator.Size > 1)
            return;
        try
        {
            launch.CheckIsAlone(_library.Description);
        }
        catch (MpiException)
        {
            Close();
            throw;
        }
    }

    private void Close()
    {
        using (new Watchdog("The end of MPI", Limit, problem => End(problem, Failed)))
        {
            lock (_communicator!.Gate)
                _library.Close();
        }

        _isOver = 1;
    }

    private void OnExit(object? sender, EventArgs arguments)
        => End("The process exits before its program has come to an end.", Environment.ExitCode == 0 ? Failed : Environment.ExitCode);

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs arguments)
        => End($"Unhandled exception on another thread: {arguments.ExceptionObject}", Failed);

    // Once: the process's exit, which this is, calls it again.
    private void End(string problem, int code)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 1)
            return;
        Console.Error.WriteLine($"{_name}: {problem}");
        Thread.Sleep(UntilWritten);
        if (_communicator is { } communicator)
        {
            // It hangs, too, if MPI does.
            Thread abort = new(() => Abort(communicator, code)) { IsBackground = true };
            abort.Start();
            abort.Join(LongestAbort);
        }

        // The launcher ends a job whose rank is killed. MPI's own way does not come back, and does not work before MPI has started.
        Process.GetCurrentProcess().Kill();
    }

    private void Abort(MpiCommunicator communicator, int code)
    {
        // Calls of MPI are made one at a time, but one that hangs must not keep the job from ending.
        bool entered = communicator.Gate.TryEnter(LongestCall);
        _library.Abort(code);
        if (entered)
            communicator.Gate.Exit();
    }
}
