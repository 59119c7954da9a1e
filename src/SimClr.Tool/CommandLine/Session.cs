using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SimClr.Tool.CommandLine;

/// <summary>Where a command says what it does and what came of it.</summary>
/// <remarks>Results go to the output: text, or one JSON object. All else goes to the messages, so that a pipe gets results only.</remarks>
internal sealed class Session(InvocationConfiguration streams, bool json, CancellationToken cancellationToken)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Where messages go.</summary>
    public TextWriter Messages => streams.Error;

    /// <summary>What the command is about to do, or has done.</summary>
    public void Say(string line) => streams.Error.WriteLine(line);

    /// <summary>The command's result, once and last.</summary>
    /// <param name="lines">For people.</param>
    /// <param name="result">For machines: written as JSON, names_like_this.</param>
    /// <param name="written">The files that the command wrote.</param>
    public int Finish(IEnumerable<string> lines, object result, params IReadOnlyList<string> written)
    {
        if (json)
        {
            streams.Output.WriteLine(JsonSerializer.Serialize(new { Result = result, Written = written }, Json));
            return ExitCode.Done;
        }

        foreach (string line in lines)
            streams.Output.WriteLine(line);
        foreach (string path in written)
            streams.Output.WriteLine($"wrote {path}");
        return ExitCode.Done;
    }
}
