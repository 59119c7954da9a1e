using SimClr.Tool.CommandLine;
using SimClr.Tool.Tests.Commands;

namespace SimClr.Tool.Tests.CommandLine;

public sealed class ToolRunTests
{
    [Fact]
    public void Of_NoCommand_ShowsWhichThereAre()
    {
        ToolCall call = ToolCall.Of();

        call.Code.Should().Be(ExitCode.BadArguments);
        call.Messages.Should().Contain("simclr explore DIR").And.Contain("duplicates <DIR>");
    }

    [Fact]
    public void Of_GroupWithoutCommand_ShowsItsCommands()
        => ToolCall.Of("runs").Messages.Should().Contain("compare, diff <RUN>").And.EndWith($"simclr runs --help lists all commands.{Environment.NewLine}");

    [Fact]
    public void Of_MistypedCommand_SuggestsTheOneThatIsMeant()
        => ToolCall.Of("expolre", "photos").Messages.Should().Contain("'expolre'").And.NotContain("photos").And.MatchRegex(@"(?m)^explore\r?$").And.NotContain("Usage:");

    [Fact]
    public void Of_MistypedOption_SuggestsTheOneThatIsMeant()
        => ToolCall.Of("embed", ".", "--modle", "x").Messages.Should().Contain("'--modle'").And.MatchRegex(@"(?m)^--model\r?$")
            .And.EndWith($"simclr embed --help lists all options.{Environment.NewLine}");

    [Theory]
    [InlineData("/data/photos", "/data/photos")]
    [InlineData(@"C:\Users\me", @"C:\Users\me")]
    [InlineData("/data/my photos", "\"/data/my photos\"")]
    [InlineData("a&b", "\"a&b\"")]
    [InlineData("", "\"\"")]
    public void ShellWord_Text_IsQuotedWhereAShellWouldTakeItApart(string text, string expected) => ShellWord.Of(text).Should().Be(expected);
}
