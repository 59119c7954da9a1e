using Microsoft.Extensions.Options;
using SimClr.Core.Data;
using SimClr.Core.Distributed;
using SimClr.Core.Loading;
using SimClr.Core.Mpi;
using SimClr.Core.Training;

namespace SimClr.Core.Samples.CommandLine;

/// <summary>Runs the job of a sample: Ctrl-C ends it in good order, and failures that the user can do something about are a message.</summary>
public static class SampleJob
{
    private const int Done = 0;
    private const int Failed = 1;

    /// <summary>By convention 128 + SIGINT.</summary>
    private const int Interrupted = 130;

    private const string OtherOptions =
        "Give --resume the options of that run, or choose another --output; without --resume the run begins anew and deletes these checkpoints.";

    /// <summary>Runs a job in one process, or in all that an MPI launcher started, and returns the exit code.</summary>
    /// <param name="job">
    /// Gets the processes, where to write what it does (of the first process alone is seen), and the token of Ctrl-C; returns whether it
    /// came to its planned end.
    /// </param>
    public static int Run(Func<ICollective, TextWriter, CancellationToken, bool> job)
    {
        ArgumentNullException.ThrowIfNull(job);
        // There any failure ends all processes, with its message.
        return MpiProgram.IsLaunched
            ? MpiProgram.Run((ranks, stop) => job(ranks, ranks.Rank == 0 ? Console.Out : TextWriter.Null, stop) ? Done : Interrupted)
            : RunAlone(stop => job(SingleProcess.Instance, Console.Out, stop));
    }

    /// <summary>Runs a job that is for one process, and returns the exit code.</summary>
    /// <param name="job">Gets the token of Ctrl-C; returns whether it came to its planned end.</param>
    /// <param name="announcement">What Ctrl-C is answered with.</param>
    public static int RunAlone(Func<CancellationToken, bool> job, string announcement = CtrlC.Announcement)
    {
        ArgumentNullException.ThrowIfNull(job);
        if (MpiProgram.IsLaunched)
        {
            Console.Error.WriteLine("This program runs in one process; an MPI launcher started several, which would write to the same files. Start it without the launcher.");
            return Failed;
        }

        try
        {
            using CtrlC cancel = new(announcement);
            return job(cancel.Token) ? Done : Interrupted;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("Ended before the training began; nothing was written.");
            return Interrupted;
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            Console.Error.WriteLine(exception.Message);
            if (exception is CheckpointException { Differences.Count: > 0 })
                Console.Error.WriteLine(OtherOptions);
            return Failed;
        }
    }

    // Their message tells the user all there is to know; any other exception is a bug and shows its stack trace.
    private static bool IsExpected(Exception exception)
        => exception is ImageReadException or ViewGenerationException or TrainingDivergedException or OptionsValidationException
            or IOException or InvalidDataException or UnauthorizedAccessException;
}
