using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace SimClr.Core.Mpi.Tests;

/// <summary>A job of the program SimClr.Core.Mpi.Ranks, with or without a launcher. Ended, if it still runs, when it is disposed of.</summary>
internal sealed class RanksJob : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);
    private static readonly string[] LaunchersVariables = ["OMPI_", "PMI_", "PMIX_", "SLURM_"];

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private RanksJob(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The tests themselves may run in a job.
        foreach (string name in start.Environment.Keys.Where(name => LaunchersVariables.Any(name.StartsWith)).ToArray())
            start.Environment.Remove(name);
        // libtorch's threads would take each other's cores.
        start.Environment["OMP_NUM_THREADS"] = "1";
        // Open MPI gives ranks a terminal, into which .NET would write how it wants keys to be sent.
        start.Environment["TERM"] = "dumb";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Append(_errors, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What the ranks wrote to standard output so far.</summary>
    public string Output => Text(_output);

    /// <summary>What the ranks and the launcher wrote to standard error so far.</summary>
    public string Errors => Text(_errors);

    public int ExitCode => _process.ExitCode;

    /// <summary>How long the job took.</summary>
    public TimeSpan Duration => _watch.Elapsed;

    /// <summary>All that was written, for messages.</summary>
    public string All => $"exit code {(_process.HasExited ? ExitCode : null)}, output:\n{Output}\nerrors:\n{Errors}";

    private static string Program { get; } = typeof(RanksJob).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "Ranks").Value!;

    /// <summary>Starts a job on several ranks.</summary>
    public static RanksJob Start(Launcher launcher, int ranks, params string[] arguments)
        => new(launcher.Path!, [.. launcher.Options, "-n", ranks.ToString(CultureInfo.InvariantCulture), "dotnet", Program, .. arguments]);

    /// <summary>Starts a job by another command, which is followed by the program.</summary>
    public static RanksJob StartBy(string command, IEnumerable<string> launching, params string[] arguments) => new(command, [.. launching, "dotnet", Program, .. arguments]);

    /// <summary>Starts the program without a launcher.</summary>
    public static RanksJob StartAlone(params string[] arguments) => new("dotnet", [Program, .. arguments]);

    /// <summary>Waits for the end.</summary>
    public RanksJob WaitForEnd()
    {
        if (!_process.WaitForExit(Limit))
            throw new TimeoutException($"The job did not end within {Limit}: {All}");
        _watch.Stop();
        _process.WaitForExit();
        return this;
    }

    /// <summary>Waits until a text was written to standard output.</summary>
    public void WaitFor(string text)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (watch.Elapsed > Limit || _process.HasExited)
                throw new TimeoutException($"'{text}' was not written: {All}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Sends a signal to the launcher, or to the only process.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-s", name, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static void Append(StringBuilder text, string? line)
    {
        // The end is a line that is null.
        if (line is null)
            return;
        lock (text)
            text.AppendLine(line);
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}
