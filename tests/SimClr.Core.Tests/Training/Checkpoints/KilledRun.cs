using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SimClr.Core.Randomness;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>A training in a process of its own that saves after every step, says so, and is killed at any moment.</summary>
/// <remarks>
/// It may go one step further for each line that it is given, so it cannot run to its end before its parent gets the processor.
/// </remarks>
internal static class KilledRun
{
    public const string Command = "train-to-be-killed";
    private const string Step = "step";
    private const int MostStepsBeforeKill = 12;
    private const int MostMillisecondsBeforeKill = 8;

    /// <summary>The child: trains on from what is in the folder; its last line is the hash of the weights.</summary>
    public static void Train(string folder, int epochs, TextReader input, TextWriter output)
    {
        CheckpointOptions checkpoints = new() { Folder = folder, EverySteps = 1, Keep = 2, Resume = ResumeMode.IfPresent };
        output.WriteLine(Hash(Run(epochs) with { Checkpoints = checkpoints, Progress = new Steps(input, output) }));
    }

    /// <summary>What a run without checkpoints comes to.</summary>
    public static string Uninterrupted(int epochs) => Hash(Run(epochs));

    /// <summary>The parent: starts children and kills all but the last.</summary>
    /// <returns>What the last one came to.</returns>
    public static string Chain(string folder, int epochs, int kills)
    {
        for (int kill = 0; kill < kills; kill++)
        {
            using Process child = Start(folder, epochs);
            RandomStream random = new(kill);
            int steps = 1 + random.NextInt32(MostStepsBeforeKill);
            child.StandardInput.Write(new string('\n', steps));
            child.StandardInput.Flush();
            for (int step = 0; step < steps; step++)
                if (child.StandardOutput.ReadLine()?.StartsWith(Step, StringComparison.Ordinal) != true)
                    throw new InvalidOperationException($"The run ended before kill {kill + 1}: {child.StandardError.ReadToEnd()}");
            Thread.Sleep(random.NextInt32(MostMillisecondsBeforeKill));
            child.Kill();
            child.WaitForExit();
        }

        using Process last = Start(folder, epochs);
        last.StandardInput.Close();
        string[] lines = last.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        last.WaitForExit();
        return last.ExitCode == 0 ? lines[^1].Trim() : throw new InvalidOperationException(last.StandardError.ReadToEnd());
    }

    private static Process Start(string folder, int epochs) => Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
    {
        ArgumentList = { "exec", typeof(KilledRun).Assembly.Location, Command, folder, epochs.ToString(CultureInfo.InvariantCulture) },
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static Session Run(int epochs) => new()
    {
        Optimizer = "adam",
        Options = new TrainingOptions { Epochs = epochs, BatchSize = 8, Seed = 1, Workers = 2, LogEverySteps = 1 },
    };

    private static string Hash(Session session)
        => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(session.Train().Weights.AsSpan())));

    private sealed class Steps(TextReader input, TextWriter output) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            output.WriteLine($"{Step} {value.Step}");
            output.Flush();
            // Does not wait once the parent has closed the pipe.
            input.ReadLine();
        }
    }
}
