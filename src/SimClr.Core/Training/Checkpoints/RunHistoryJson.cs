using System.Text.Json.Serialization;

namespace SimClr.Core.Training.Checkpoints;

/// <summary>Generated code that reads and writes <see cref="RunHistory"/>, and no other type.</summary>
[JsonSourceGenerationOptions(
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunHistory))]
internal sealed partial class RunHistoryJson : JsonSerializerContext;
