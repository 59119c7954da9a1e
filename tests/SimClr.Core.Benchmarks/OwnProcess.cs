using System.Diagnostics;
using System.Globalization;

namespace SimClr.Core.Benchmarks;

/// <summary>Runs a command of this program in a process of its own, so that no figure is touched by what was measured before.</summary>
internal static class OwnProcess
{
    /// <summary>The command's standard output.</summary>
    /// <exception cref="InvalidOperationException">The process failed; its output is above.</exception>
    public static string Run(params IEnumerable<string> arguments)
    {
        string executable = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(executable) == "dotnet";
        ProcessStartInfo start = new(executable, isHost ? [typeof(OwnProcess).Assembly.Location, .. arguments] : arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(
            $"'{string.Join(' ', arguments)}' ended with {process.ExitCode}: {output}");
    }

    /// <summary>A number as the command line reads it, whatever the culture.</summary>
    public static string Format(double value) => value.ToString(CultureInfo.InvariantCulture);
}
