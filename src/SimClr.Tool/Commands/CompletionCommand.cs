using System.CommandLine;
using SimClr.Tool.CommandLine;
using SimClr.Tool.CommandLine.Completion;

namespace SimClr.Tool.Commands;

/// <summary><c>simclr completion SHELL</c>: what a shell must be told to complete commands and options.</summary>
internal sealed class CompletionCommand : Command
{
    private readonly Argument<string> _shell = new Argument<string>("SHELL")
    {
        Description = string.Join(", ", ShellScript.Shells),
    }.AcceptOnlyFromAmong([.. ShellScript.Shells]);

    public CompletionCommand()
        : base("completion", "Writes a script that makes a shell complete commands and options with the Tab key. In bash: source <(simclr completion bash)")
    {
        Add(_shell);
        SetAction(arguments =>
        {
            arguments.InvocationConfiguration.Output.Write(ShellScript.Of(arguments.GetRequiredValue(_shell)));
            return ExitCode.Done;
        });
    }
}
