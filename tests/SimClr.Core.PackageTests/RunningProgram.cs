using System.Diagnostics;
using System.Text;

namespace SimClr.Core.PackageTests;

/// <summary>A program that has been started, and what it has printed so far.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly string _command;
    private readonly StringBuilder _output = new();
    private readonly CancellationTokenSource _limit = new(Limit);
    private readonly List<(string Text, TaskCompletionSource Seen)> _awaited = [];

    /// <summary>Starts it; its output is redirected here.</summary>
    public RunningProgram(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        _command = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>All lines so far, of both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Waits until the program has printed a text, which need not be a whole line.</summary>
    /// <exception cref="InvalidOperationException">It ended before, or the time limit is over; the message has all output.</exception>
    public async Task WaitForAsync(string text)
    {
        TaskCompletionSource seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_output)
        {
            if (_output.ToString().Contains(text, StringComparison.Ordinal))
                return;
            _awaited.Add((text, seen));
        }

        Task ended = WaitAsync();
        if (await Task.WhenAny(seen.Task, ended) == ended && !seen.Task.IsCompleted)
            throw Failure($"ended without \"{text}\"");
    }

    /// <summary>Sends SIGTERM, as service managers and container runtimes do.</summary>
    public async Task TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="InvalidOperationException">The time limit is over; the message has all output.</exception>
    public async Task<int> WaitAsync()
    {
        try
        {
            await _process.WaitForExitAsync(_limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw Failure($"did not end within {Limit}");
        }

        return _process.ExitCode;
    }

    /// <summary>An exception with the command and all output.</summary>
    public InvalidOperationException Failure(string what) => new($"{_command} {what}:\n{Output}");

    /// <summary>Kills the program if it still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _limit.Dispose();
    }

    private void Append(string? line)
    {
        if (line is null)
            return;
        lock (_output)
        {
            _output.AppendLine(line);
            foreach ((string text, TaskCompletionSource seen) in _awaited)
                if (line.Contains(text, StringComparison.Ordinal))
                    seen.TrySetResult();
        }
    }
}
