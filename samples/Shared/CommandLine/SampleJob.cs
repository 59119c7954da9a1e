using Microsoft.Extensions.Options;
using SimClr.Core.Data;
using SimClr.Core.Loading;
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

    /// <summary>Runs it and returns the exit code.</summary>
    /// <param name="job">Gets the token of Ctrl-C; returns whether it came to its planned end.</param>
    /// <param name="announcement">What Ctrl-C is answered with.</param>
    public static int Run(Func<CancellationToken, bool> job, string announcement = CtrlC.Announcement)
    {
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
