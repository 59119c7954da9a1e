using System.Text.Json.Nodes;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Tests.Commands;

/// <summary>One call of the program, in this process.</summary>
internal sealed record ToolCall(int Code, string Output, string Messages)
{
    /// <summary>The result that <c>--json</c> writes.</summary>
    public JsonNode Result
    {
        get
        {
            Code.Should().Be(ExitCode.Done, Messages);
            return JsonNode.Parse(Output)!["result"]!;
        }
    }

    public static ToolCall Of(params string[] arguments)
    {
        using StringWriter output = new(), messages = new();
        int code = ToolRun.Of(arguments, output, messages);
        return new ToolCall(code, output.ToString(), messages.ToString());
    }
}
