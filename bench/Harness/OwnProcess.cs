using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SimClr.Core.Numerics;

namespace SimClr.Core.Benchmarks.Harness;

/// <summary>Runs a command of this program in a process of its own, so that no figure is touched by what was measured before.</summary>
internal static class OwnProcess
{
    /// <summary>What a hidden command measures, in a process of its own.</summary>
    /// <exception cref="InvalidOperationException">The process failed; its output is above.</exception>
    public static T Measure<T>(params IEnumerable<string> arguments) => MeasureWith<T>(new Dictionary<string, string>(), arguments);

    /// <summary>The same for a command that finds further variables in its environment.</summary>
    /// <exception cref="InvalidOperationException">The process failed; its output is above.</exception>
    public static T MeasureWith<T>(IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments)
    {
        using Process process = Start(variables, arguments);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? JsonSerializer.Deserialize<T>(output)! : throw new InvalidOperationException(
            $"'{string.Join(' ', arguments)}' ended with {process.ExitCode}: {output}");
    }

    /// <summary>What a hidden command ends with, for <see cref="Measure"/> to read.</summary>
    public static void Answer<T>(T measurement) => Console.WriteLine(JsonSerializer.Serialize(measurement));

    /// <summary>Starts a command and does not wait for its end.</summary>
    public static Process Start(params IEnumerable<string> arguments) => Start(new Dictionary<string, string>(), arguments);

    private static Process Start(IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments)
    {
        string executable = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(executable) == "dotnet";
        ProcessStartInfo start = new(executable, isHost ? [typeof(OwnProcess).Assembly.Location, .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
        };
        // What the library set for this process is no wish of the user's: the other sets its own.
        foreach (string name in OpenMPTuning.EnsureApplied().Set.Keys)
            start.Environment.Remove(name);
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>A number as the command line reads it, whatever the culture.</summary>
    public static string Format(double value) => value.ToString(CultureInfo.InvariantCulture);
}
