using System.Diagnostics;

namespace SimClr.Tool.Tests.Pretraining;

/// <summary>A program in two processes under Open MPI's launcher.</summary>
internal static class OpenMpiJob
{
    /// <summary>Runs it to its end; three minutes at most.</summary>
    public static (int Code, string Output, string Messages) Run(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(
            OpenMpiFactAttribute.Launcher!, ["--oversubscribe", "--allow-run-as-root", "-n", "2", "dotnet", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        // Open MPI gives ranks a terminal, into which .NET would write how it wants keys to be sent.
        start.Environment["TERM"] = "dumb";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> messages = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return (process.ExitCode, output.Result, messages.Result);
    }
}
