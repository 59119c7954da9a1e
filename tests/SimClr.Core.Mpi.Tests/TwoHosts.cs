using System.Diagnostics;

namespace SimClr.Core.Mpi.Tests;

/// <summary>
/// Two hosts on one machine: network namespaces with a host name each, joined by a cable. What one sends the other goes over TCP, as they share
/// no memory that MPI knows of.
/// </summary>
internal sealed class TwoHosts : IDisposable
{
    private const string FirstAddress = "10.213.47.1";
    private const string SecondAddress = "10.213.47.2";

    private readonly string _first = $"simclr-a-{Environment.ProcessId}";
    private readonly string _second = $"simclr-b-{Environment.ProcessId}";
    private readonly string _agent;

    /// <param name="folder">For a script.</param>
    public TwoHosts(string folder)
    {
        foreach (string name in (string[])[_first, _second])
            Run("ip", "netns", "add", name);
        Run("ip", "link", "add", "cable", "netns", _first, "type", "veth", "peer", "name", "cable", "netns", _second);
        foreach ((string name, string address) in ((string, string)[])[(_first, FirstAddress), (_second, SecondAddress)])
        {
            Run("ip", "-n", name, "addr", "add", $"{address}/24", "dev", "cable");
            Run("ip", "-n", name, "link", "set", "cable", "up");
            Run("ip", "-n", name, "link", "set", "lo", "up");
        }

        // What SSH would be: the launcher calls it with a host and a command.
        _agent = Path.Combine(folder, "agent");
        File.WriteAllText(_agent, $"#!/bin/bash\nshift\nexec ip netns exec {_second} unshare --uts bash -c 'hostname {_second}; exec bash -c \"$0\"' \"$*\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_agent, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Whether the system lets this process make such a network.</summary>
    public static bool CanBeMade
    {
        get
        {
            string name = $"simclr-try-{Environment.ProcessId}";
            if (TryRun("ip", "netns", "add", name) != 0)
                return false;
            bool can = TryRun("ip", "netns", "exec", name, "unshare", "--uts", "true") == 0;
            TryRun("ip", "netns", "del", name);
            return can;
        }
    }

    /// <summary>Starts a job with one rank on each.</summary>
    public RanksJob Start(params string[] arguments) => RanksJob.StartBy(
        "ip",
        [
            "netns", "exec", _first, "unshare", "--uts", "bash", "-c", $"hostname {_first}; exec \"$0\" \"$@\"",
            Launcher.OpenMpi.Path!, "--allow-run-as-root", "--host", $"{FirstAddress}:1,{SecondAddress}:1", "-n", "2", "-x", "OMP_NUM_THREADS", "-x", "TERM",
            "--mca", "plm_rsh_agent", _agent, "--mca", "btl", "tcp,self", "--mca", "btl_tcp_if_include", "cable", "--mca", "oob_tcp_if_include", "cable",
        ],
        arguments);

    /// <summary>Bytes that the first host has sent over the cable so far.</summary>
    public long BytesSent()
    {
        using Process read = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", _first, "cat", "/sys/class/net/cable/statistics/tx_bytes"]) { RedirectStandardOutput = true })!;
        return long.Parse(read.StandardOutput.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        foreach (string name in (string[])[_first, _second])
            TryRun("ip", "netns", "del", name);
    }

    private static void Run(string program, params string[] arguments)
    {
        if (TryRun(program, arguments) is var code and not 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {code}.");
    }

    private static int TryRun(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
