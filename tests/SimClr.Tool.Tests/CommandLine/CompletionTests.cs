using System.CommandLine;
using System.Diagnostics;
using SimClr.Tool.CommandLine;
using SimClr.Tool.CommandLine.Completion;
using SimClr.Tool.Tests.Commands;
using SimClr.Tool.Tests.Support;

namespace SimClr.Tool.Tests.CommandLine;

public sealed class CompletionTests
{
    [Theory]
    [InlineData("ex", "explore", "export")]
    [InlineData("runs co", "compare")]
    [InlineData("embed . --form", "--format")]
    [InlineData("embed . --format p", "parquet", "npy", "npz")]
    [InlineData("select . --strategy ", "Balanced", "Diverse", "Typical")]
    [InlineData("completion ", "bash", "zsh", "fish", "pwsh")]
    public void Suggest_BegunLine_NamesWhatMayFollow(string line, params string[] expected)
    {
        // The word before is the program's, which in a test is another's.
        string whole = $"{RootCommand.ExecutableName} {line}";
        ToolCall call = ToolCall.Of($"[suggest:{whole.Length}]", whole);

        call.Code.Should().Be(ExitCode.Done);
        call.Messages.Should().BeEmpty();
        call.Output.Split(Environment.NewLine).Should().Contain(expected);
    }

    [Fact]
    public void Completion_EachShell_GetsAScriptThatAsksTheProgram()
    {
        foreach (string shell in ShellScript.Shells)
        {
            ToolCall call = ToolCall.Of("completion", shell);
            call.Code.Should().Be(ExitCode.Done);
            call.Output.Should().Contain("[suggest:").And.NotContain("\r");
        }

        ToolCall.Of("completion", "sh").Code.Should().Be(ExitCode.BadArguments);
    }

    // The program is played by a function that offers the same each time.
    [BashTheory]
    [InlineData("simclr ex", "explore export")]
    [InlineData("simclr --", "--help --version")]
    [InlineData("simclr ", "explore export embed")]
    [InlineData("simclr embed /pho", "")]
    public async Task Bash_Word_IsCompletedByWhatTheProgramOffers(string line, string expected)
    {
        using TemporaryFolder folder = new();
        string script = folder.Combine("completion.sh");
        string word = line[(line.LastIndexOf(' ') + 1)..];
        await File.WriteAllTextAsync(script, $$"""
            simclr() { [[ "$1" == "[suggest:{{line.Length}}]" && "$2" == "{{line}}" ]] && printf '%s\n' --help explore --version /? /h export embed; }
            {{ShellScript.Of("bash")}}
            COMP_LINE="{{line}}" COMP_POINT={{line.Length}} COMP_CWORD=1 COMP_WORDS=(simclr "{{word}}")
            _simclr
            echo "${COMPREPLY[*]}"
            complete -p simclr
            """);

        (await RunAsync("bash", script)).Split('\n').Should().StartWith([expected, "complete -o default -F _simclr simclr"]);
    }

    private static async Task<string> RunAsync(string program, string script)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, [script]) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class BashTheoryAttribute : TheoryAttribute
    {
        public BashTheoryAttribute() => Skip = File.Exists("/bin/bash") ? null : "There is no bash.";
    }
}
