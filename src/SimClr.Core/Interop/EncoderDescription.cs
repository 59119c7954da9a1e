using System.Globalization;
using System.Text.Json.Nodes;
using SimClr.Core.Models;

namespace SimClr.Core.Interop;

/// <summary>Makes encoders anew from what a checkpoint says of them.</summary>
internal static class EncoderDescription
{
    /// <summary>Those that can be made, for messages.</summary>
    public const string Known = $"{nameof(ResNetEncoder)}, {nameof(VisionTransformerEncoder)}";

    /// <summary>An encoder of the described kind and shape, with weights that mean nothing; null if the kind is not known.</summary>
    /// <exception cref="FormatException">A value is missing or of another kind.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is out of range.</exception>
    public static Encoder? Create(JsonNode? description)
    {
        if (description is not JsonObject json)
            throw new FormatException("there is no encoder.");
        Values values = new(json);
        return values.Text("type") switch
        {
            nameof(ResNetEncoder) => ResNet(values),
            nameof(VisionTransformerEncoder) => VisionTransformer(values),
            _ => null,
        };
    }

    private static ResNetEncoder ResNet(Values values) => new(values.Choice<ResNetDepth>("Depth"), new ResNetOptions
    {
        WidthMultiplier = values.Number("BaseChannels") / ResNetEncoder.StandardBaseChannels,
        Stem = values.Choice<ResNetStem>("Stem"),
        AveragePoolShortcut = values.Flag("AveragePoolShortcut"),
        SelectiveKernelRatio = values.Number("SelectiveKernelRatio"),
        SqueezeExcitationRatio = values.Number("SqueezeExcitationRatio"),
        InputChannels = values.Whole("InputChannels"),
        Precision = values.Choice<Precision>("Precision"),
    });

    private static VisionTransformerEncoder VisionTransformer(Values values) => new(new VisionTransformerOptions
    {
        ImageSize = values.Whole("ImageSize"),
        PatchSize = values.Whole("PatchSize"),
        Depth = values.Whole("Depth"),
        Width = values.Whole("FeatureDimension"),
        Heads = values.Whole("Heads"),
        MlpRatio = values.Number("MlpRatio"),
        Pooling = values.Choice<VisionTransformerPooling>("Pooling"),
        InputChannels = values.Whole("InputChannels"),
        Precision = values.Choice<Precision>("Precision"),
    });

    // A checkpoint has every value as text.
    private sealed class Values(JsonObject json)
    {
        public string Text(string name) => json[name] is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new FormatException($"the encoder's '{name}' is missing.");

        public int Whole(string name)
            => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Wrong(name, "a whole number");

        public double Number(string name) => double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw Wrong(name, "a number");

        public bool Flag(string name) => bool.TryParse(Text(name), out bool flag) ? flag : throw Wrong(name, "True or False");

        public T Choice<T>(string name)
            where T : struct, Enum
            => Enum.TryParse(Text(name), out T choice) && Enum.IsDefined(choice)
                ? choice
                : throw Wrong(name, string.Join(", ", Enum.GetNames<T>()));

        private FormatException Wrong(string name, string expected)
            => new($"the encoder's '{name}' should be {expected}, but is '{Text(name)}'.");
    }
}
