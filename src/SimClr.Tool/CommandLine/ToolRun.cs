using System.CommandLine;
using System.CommandLine.Parsing;
using SimClr.Tool.Commands;

namespace SimClr.Tool.CommandLine;

/// <summary>One call of the program.</summary>
internal static class ToolRun
{
    // A training ends after its step, with a checkpoint; System.CommandLine would wait for two seconds.
    private static readonly TimeSpan PatienceAfterCtrlC = TimeSpan.FromMinutes(10);

    /// <summary>Does what the arguments ask for.</summary>
    /// <param name="arguments">As given by the user.</param>
    /// <param name="output">Receives results.</param>
    /// <param name="messages">Receives progress and errors.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static int Of(IReadOnlyList<string> arguments, TextWriter output, TextWriter messages)
    {
        ParseResult parsed = new SimClrCommand().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (ParseError problem in parsed.Errors)
                messages.WriteLine(problem.Message.TrimEnd());
            messages.WriteLine("--help lists all commands and options.");
            return ExitCode.BadArguments;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = messages,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = PatienceAfterCtrlC,
            });
        }
        catch (OperationCanceledException)
        {
            messages.WriteLine("Canceled. What was complete is kept.");
            return ExitCode.Canceled;
        }
        catch (Exception exception) when (ExpectedErrors.Has(exception))
        {
            messages.WriteLine(exception.Message);
            return ExitCode.Failed;
        }
    }
}
