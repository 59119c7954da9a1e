using System.CommandLine;
using System.CommandLine.Parsing;

namespace SimClr.Core.Samples.CommandLine;

/// <summary>Runs a command in the way of all samples.</summary>
public static class CommandInvocation
{
    /// <summary>Exit code for arguments that are no use.</summary>
    public const int BadArguments = 2;

    /// <summary>Runs what the arguments ask for and returns the exit code.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">As given by the user.</param>
    /// <param name="error">Receives a line for each argument that is no use.</param>
    public static int Run(RootCommand command, IReadOnlyList<string> arguments, TextWriter error)
    {
        ParseResult result = command.Parse(arguments);
        if (result.Errors.Count == 0)
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        foreach (ParseError problem in result.Errors)
            error.WriteLine(problem.Message.TrimEnd());
        error.WriteLine("--help lists all options.");
        return BadArguments;
    }
}
