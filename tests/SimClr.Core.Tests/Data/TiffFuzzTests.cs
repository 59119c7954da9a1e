using System.Text.Json;
using SimClr.Core.Data;
using SimClr.Core.Randomness;

namespace SimClr.Core.Tests.Data;

/// <summary>Damaged TIFF files and 16-bit PNG files give nothing but the documented exception, within bounded memory and time.</summary>
public sealed class TiffFuzzTests
{
    private const int MaximumPixels = 1 << 16;

    // Samples as stored, a block, the picture: 8 bytes a pixel each; and what the exceptions, the streams and the copy of the file take.
    private const long MostBytes = 3L * 8 * MaximumPixels + (1 << 18);

    private static readonly Dictionary<string, byte[]> Seeds = FromPillow("pictures.json").Concat(FromPillow("pictures16.json")).Concat(Written()).ToDictionary();

    public static TheoryData<string> Names => [.. Seeds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_DamagedFile_ReadOrRefused(string name)
    {
        byte[] sound = Seeds[name];
        Mutator mutator = new(31);
        int read = 0, inputs = Mutator.Inputs(120);
        for (int number = 0; number < inputs; number++)
            read += Reads(mutator.Mutate(sound, number), number % 2 == 0 ? ImageChannels.AsStored : ImageChannels.Rgb) ? 1 : 0;

        read.Should().BeLessThan(inputs, "some damage is in the header");
    }

    private static bool Reads(byte[] file, ImageChannels channels)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Image image = Image.Decode(file, new ImageDecodingOptions { MaximumPixels = MaximumPixels, Channels = channels });
            (image.Width * image.Height).Should().BeLessThanOrEqualTo(MaximumPixels);
            return true;
        }
        catch (ImageReadException)
        {
            return false;
        }
        finally
        {
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(MostBytes + file.Length * 3);
        }
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> FromPillow(string golden)
    {
        using JsonDocument cases = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", golden)));
        foreach (JsonElement item in cases.RootElement.EnumerateArray())
        {
            string name = item.GetProperty("name").GetString()!;
            if ((name.EndsWith(".tif", StringComparison.Ordinal) || golden == "pictures16.json") && !name.StartsWith("orientation", StringComparison.Ordinal))
                yield return new($"{golden}/{name}", item.GetProperty("file").GetBytesFromBase64());
        }
    }

    private static IEnumerable<KeyValuePair<string, byte[]>> Written()
    {
        RandomStream random = new(12);
        ushort[] samples = [.. Enumerable.Range(0, 19 * 13 * 4).Select(_ => (ushort)random.NextUInt32())];
        yield return new("tiles.tif", new TiffFiles(19, 13, 4, 16) { Tile = (16, 16), Planar = true, Deflate = true, Predicts = true, BigEndian = true }.Write(samples));
        yield return new("opacity.tif", new TiffFiles(19, 13, 4, 16) { Photometric = 2, ExtraSamples = [2] }.Write(samples));
        yield return new("opacity.png", Png16Tests.Write(samples, 19, 13, type: 6, interlaced: true));
    }
}
