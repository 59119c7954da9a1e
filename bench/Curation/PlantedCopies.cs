using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Randomness;
using SkiaSharp;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>Altered copies of images, as they gather in collections: the same seed alters alike.</summary>
internal static class PlantedCopies
{
    /// <summary>The kinds of copies, by number.</summary>
    public static readonly string[] Kinds = ["crop", "flip", "resize", "recompression", "color", "crop and flip"];

    /// <summary>An altered copy.</summary>
    /// <param name="image">RGB in bytes.</param>
    /// <param name="kind">Number of the kind.</param>
    /// <param name="index">Of the image: each is altered in another way.</param>
    /// <param name="seed">Of all that is drawn.</param>
    public static Image Of(Image image, int kind, int index, long seed)
    {
        RandomStream random = new(seed, kind, index);
        return kind switch
        {
            0 => Crop(image, random, mirrored: false),
            1 => Apply(image, new RandomHorizontalFlip(1), random),
            2 => Resized(image, random.Uniform(0.5, 0.8)),
            3 => Recompressed(image, 25 + random.NextInt32(50)),
            4 => Apply(image, new ColorJitter(new ColorJitterOptions { Brightness = 0.3, Contrast = 0.3, Saturation = 0.5, Hue = 0.05 }), random),
            _ => Crop(image, random, mirrored: true),
        };
    }

    // 49 to 90 % of the area, with sides that vary on their own.
    private static Image Crop(Image image, RandomStream random, bool mirrored)
    {
        int height = Part(image.Height, random), width = Part(image.Width, random);
        (int top, int left) = (random.NextInt32(image.Height - height + 1), random.NextInt32(image.Width - width + 1));
        byte[] bytes = new byte[3 * height * width];
        for (int y = 0; y < height; y++)
            image.Bytes.Slice(3 * ((top + y) * image.Width + left), 3 * width).CopyTo(bytes.AsSpan(3 * y * width));
        Image crop = new(bytes, width, height, 3);
        return mirrored ? Apply(crop, new RandomHorizontalFlip(1), random) : crop;
    }

    private static int Part(int side, RandomStream random) => (int)Math.Round(side * random.Uniform(0.7, 0.95));

    private static Image Resized(Image image, double scale)
        => Apply(image, new Resize((int)Math.Round(image.Height * scale), (int)Math.Round(image.Width * scale)), new RandomStream(0));

    public static Image Apply(Image image, IAugmentation augmentation, RandomStream random)
    {
        View view = new();
        view.Reset(image);
        augmentation.Apply(view, random);
        return ToImage(view);
    }

    private static Image Recompressed(Image image, int quality) => Image.Decode(Jpeg(image, quality));

    /// <summary>A JPEG file of an image.</summary>
    public static byte[] Jpeg(Image image, int quality)
    {
        byte[] pixels = new byte[image.Width * image.Height * 4];
        for (int i = 0; i < image.Width * image.Height; i++)
            (pixels[4 * i], pixels[4 * i + 1], pixels[4 * i + 2], pixels[4 * i + 3]) = (image.Bytes[3 * i], image.Bytes[3 * i + 1], image.Bytes[3 * i + 2], 255);
        using SKData data = SKData.CreateCopy(pixels);
        using SKImage drawn = SKImage.FromPixels(new SKImageInfo(image.Width, image.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), data);
        using SKData file = drawn.Encode(SKEncodedImageFormat.Jpeg, quality);
        return file.ToArray();
    }

    private static Image ToImage(View view)
    {
        int area = view.Shape.Height * view.Shape.Width;
        byte[] bytes = new byte[3 * area];
        ReadOnlySpan<float> planes = view.Pixels;
        for (int i = 0; i < area; i++)
        {
            for (int channel = 0; channel < 3; channel++)
                bytes[3 * i + channel] = (byte)Math.Clamp(planes[channel * area + i] * 255 + 0.5f, 0, 255);
        }

        return new Image(bytes, view.Shape.Width, view.Shape.Height, 3);
    }
}
