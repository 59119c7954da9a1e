using System.Text.Json.Serialization;

namespace SimClr.Core.Curation.Maps;

/// <summary>Generated code that reads and writes the description of saved maps, and no other type.</summary>
[JsonSourceGenerationOptions(
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MapDescription))]
internal sealed partial class MapJson : JsonSerializerContext;
