using System.Text.Json.Serialization;
using SimClr.Core.Evaluation.Probing;

namespace SimClr.Core.Evaluation;

/// <summary>Generated code that reads and writes the descriptions of saved features and classifiers, and no other type.</summary>
[JsonSourceGenerationOptions(
    IgnoreReadOnlyProperties = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FeatureSetDescription))]
[JsonSerializable(typeof(LinearClassifierDescription))]
[JsonSerializable(typeof(FeatureWhiteningDescription))]
internal sealed partial class EvaluationJson : JsonSerializerContext;
