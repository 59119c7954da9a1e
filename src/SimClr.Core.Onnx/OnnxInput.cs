using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Onnx;

/// <summary>The one image input of a model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Layout">The order of its dimensions.</param>
/// <param name="Batch">The number of images that it takes at once; null for any.</param>
/// <param name="Channels">Channels; null for any.</param>
/// <param name="Height">Height in pixels; null for any.</param>
/// <param name="Width">Width in pixels; null for any.</param>
internal sealed record OnnxInput(string Name, PixelLayout Layout, int? Batch, int? Channels, int? Height, int? Width)
{
    private static readonly int[] LikelyChannels = [1, 3, 4];

    /// <summary>Finds it.</summary>
    /// <param name="session">The model.</param>
    /// <param name="layout">The order of the dimensions; null to recognize it.</param>
    /// <exception cref="ArgumentException">The model has not one input of images, or the order cannot be recognized.</exception>
    public static OnnxInput Of(InferenceSession session, PixelLayout? layout)
    {
        KeyValuePair<string, NodeMetadata>[] images =
            [.. session.InputMetadata.Where(input => input.Value is { IsTensor: true, Dimensions.Length: 4 } value && value.ElementType == typeof(float))];
        if (images is not [var (name, metadata)])
        {
            throw new ArgumentException(
                $"Expected a model with one input of images, float [N, C, H, W] or [N, H, W, C], found {images.Length} of them among "
                + $"{string.Join(", ", session.InputMetadata.Select(input => Describe(input.Key, input.Value)))}.");
        }

        int[] sizes = metadata.Dimensions;
        layout ??= Recognize(sizes, Describe(name, metadata));
        (int channels, int height, int width) = layout == PixelLayout.Planar
            ? (sizes[1], sizes[2], sizes[3])
            : (sizes[3], sizes[1], sizes[2]);
        return new OnnxInput(name, layout.Value, Fixed(sizes[0]), Fixed(channels), Fixed(height), Fixed(width));
    }

    /// <summary>What does not fit this input in the images that a preprocessing gives; null if all does.</summary>
    public string? Misfit(ViewShape shape)
    {
        bool fits = (Channels ?? shape.Channels) == shape.Channels && (Height ?? shape.Height) == shape.Height && (Width ?? shape.Width) == shape.Width;
        return fits ? null
            : $"The model's input '{Name}' takes images [{Text(Channels)}, {Text(Height)}, {Text(Width)}] ([C, H, W]), but the preprocessing gives {shape}.";
    }

    /// <summary>The dimensions of a batch of images of a shape.</summary>
    public long[] Dimensions(int images, ViewShape shape) => Layout == PixelLayout.Planar
        ? [images, shape.Channels, shape.Height, shape.Width]
        : [images, shape.Height, shape.Width, shape.Channels];

    private static PixelLayout Recognize(int[] sizes, string input) => (LikelyChannels.Contains(sizes[1]), LikelyChannels.Contains(sizes[3])) switch
    {
        (true, false) => PixelLayout.Planar,
        (false, true) => PixelLayout.Interleaved,
        _ => throw new ArgumentException(
            $"The order of the dimensions of the model's input {input} cannot be recognized: set {nameof(OnnxImageEmbedderOptions)}.{nameof(OnnxImageEmbedderOptions.InputLayout)}."),
    };

    private static string Describe(string name, NodeMetadata metadata)
        => $"'{name}' [{string.Join(", ", metadata.Dimensions.Select(size => Text(Fixed(size))))}]";

    // OnnxRuntime writes -1 for what a model leaves open.
    private static int? Fixed(int size) => size > 0 ? size : null;

    private static string Text(int? size) => size?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "any";
}
