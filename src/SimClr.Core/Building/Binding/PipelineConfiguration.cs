using Microsoft.Extensions.Configuration;
using SimClr.Core.Training;

namespace SimClr.Core.Building.Binding;

/// <summary>A pipeline as configuration describes it: a section for each part.</summary>
/// <param name="configuration">Holds the sections.</param>
/// <param name="parts">The parts that can be named; of two with one name the later counts.</param>
internal sealed class PipelineConfiguration(IConfiguration configuration, IReadOnlyList<NamedPart> parts)
{
    private const string Training = "Training";
    private const string Checkpoints = "Checkpoints";

    /// <summary>The sections of parts that come in kinds, each with the kind that is meant where none is named.</summary>
    private static readonly Dictionary<string, string?> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Augmentations"] = null,
        ["Encoder"] = null,
        ["ProjectionHead"] = "Mlp",
        ["Loss"] = "NtXent",
        ["Optimizer"] = "Lars",
        ["Schedule"] = "Cosine",
    };

    private readonly List<string> _problems = [];

    /// <summary>Gives a builder all that is configured, and tells it what is wrong with the rest.</summary>
    public void Apply(SimClrBuilder builder)
    {
        if (configuration is IConfigurationSection named && !named.Exists())
            _problems.Add($"{named.Path}: the configuration has no such section, or it is empty.");
        foreach (IConfigurationSection section in configuration.GetChildren().Where(section => section.Exists()))
            Apply(builder, section);
        builder.With(told => told.ConfigurationProblems.AddRange(_problems));
    }

    private void Apply(SimClrBuilder builder, IConfigurationSection section)
    {
        OptionsSection options = new(section, _problems);
        if (Kinds.ContainsKey(section.Key))
            ApplyKind(builder, Kinds.Keys.Single(part => part.Equals(section.Key, StringComparison.OrdinalIgnoreCase)), options);
        else if (IsNot(section, Training) && IsNot(section, Checkpoints))
            _problems.Add($"{section.Path}: unknown; expected one of {string.Join(", ", Kinds.Keys.Prepend(Training).Append(Checkpoints))}.");
        else if (section.Value is { } value)
            _problems.Add($"{section.Path}: expected a section with options, found '{value}'.");
        else if (IsNot(section, Checkpoints))
            builder.ConfigureTraining(options.Read<TrainingOptions>());
        else
            builder.UseCheckpoints(new CheckpointOptions().Folder, options.Read<CheckpointOptions>());
    }

    private void ApplyKind(SimClrBuilder builder, string part, OptionsSection options)
    {
        NamedPart[] known = [.. parts.Where(candidate => candidate.Part == part)];
        string? kind = options.Kind ?? Kinds[part];
        if (known.LastOrDefault(candidate => candidate.Kind.Equals(kind, StringComparison.OrdinalIgnoreCase)) is { } chosen)
        {
            chosen.Use(builder, options);
            return;
        }

        string expected = $"expected one of {string.Join(", ", known.Select(candidate => candidate.Kind).Distinct())}.";
        _problems.Add(kind is null ? $"{options.KindPath}: missing; {expected}" : $"{options.KindPath}: '{kind}' is unknown; {expected}");
        builder.With(told => told.Misconfigured.Add(part));
    }

    private static bool IsNot(IConfigurationSection section, string key) => !section.Key.Equals(key, StringComparison.OrdinalIgnoreCase);
}
