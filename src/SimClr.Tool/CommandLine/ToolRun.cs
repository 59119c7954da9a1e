using System.CommandLine;
using System.CommandLine.Invocation;
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
        if (parsed.Action is ParseErrorAction)
            return Explain(WithoutWhatFollows(parsed, arguments), messages);
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

    // Who names no command is shown which there are; who mistypes, what is spelled like it.
    private static int Explain(ParseResult parsed, TextWriter messages)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.Action is ParseErrorAction problem)
        {
            problem.ShowHelp = command.Subcommands.Count > 0 && parsed.UnmatchedTokens.Count == 0;
            problem.ShowTypoCorrections = true;
        }

        parsed.Invoke(new InvocationConfiguration { Output = messages, Error = messages });
        messages.WriteLine($"{NameOf(command)} --help lists {(command.Subcommands.Count > 0 ? "all commands" : "all options")}.");
        return ExitCode.BadArguments;
    }

    // After one word that nobody knows all others are unknown, too; of those nothing is said.
    private static ParseResult WithoutWhatFollows(ParseResult parsed, IReadOnlyList<string> arguments)
    {
        List<string> known = [.. arguments];
        foreach (string word in parsed.UnmatchedTokens.Skip(1).Where(known.Contains))
            known.RemoveAt(known.LastIndexOf(word));
        return new SimClrCommand().Parse(known);
    }

    // The root's own name is that of the process.
    private static string NameOf(Command command) => command is RootCommand ? "simclr" : $"{NameOf(command.Parents.OfType<Command>().First())} {command.Name}";
}
