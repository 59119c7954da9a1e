using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SimClr.Core.Training.Callbacks;
using SimClr.Tool.CommandLine;

namespace SimClr.Tool.Pretraining;

/// <summary>Options of a run in a JSON file, with comments if one likes; or the record of a run, whose options it repeats.</summary>
internal static class RunFile
{
    public static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Reads options.</summary>
    /// <exception cref="ToolException">The file is no JSON, has a name that is none of the options, or a value out of range.</exception>
    public static PretrainOptions Read(string path)
    {
        try
        {
            JsonObject file = JsonNode.Parse(File.ReadAllText(path), null, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }) as JsonObject
                ?? throw new JsonException("it is not an object.");
            JsonNode options = file["options"] ?? file;
            return Check(options.Deserialize<PretrainOptions>(Json)!, path);
        }
        catch (JsonException problem)
        {
            throw new ToolException($"{path}: expected the options of a run as JSON: {problem.Message}");
        }
    }

    /// <summary>All values must be in their ranges.</summary>
    /// <param name="options">The options.</param>
    /// <param name="source">What they come from.</param>
    public static PretrainOptions Check(PretrainOptions options, string source)
    {
        List<ValidationResult> problems = [];
        if (!Validator.TryValidateObject(options, new ValidationContext(options), problems, validateAllProperties: true))
            throw new ToolException($"{source}: {string.Join(' ', problems.Select(problem => problem.ErrorMessage))}");
        try
        {
            TimeBudget.Repeat(options.Revisions ?? []);
        }
        catch (ArgumentException problem)
        {
            throw new ToolException($"{source}: revisions: {problem.Message}");
        }

        return options;
    }
}
