using System.Text.Json;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>Files of 16 bits a sample that Pillow wrote; Golden/pictures16.py made them.</summary>
public sealed class SixteenBitGoldenTests
{
    private static readonly Dictionary<string, JsonElement> Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "pictures16.json"))).RootElement.EnumerateArray()
            .ToDictionary(item => item.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_FileOfPillow_GivesEveryBit(string name)
    {
        JsonElement expected = Cases[name];

        Image image = Image.Decode(expected.GetProperty("file").GetBytesFromBase64(), new ImageDecodingOptions { Channels = ImageChannels.Gray });

        (image.Width, image.Height, image.SampleType).Should().Be((expected.GetProperty("width").GetInt32(), expected.GetProperty("height").GetInt32(), SampleType.UInt16));
        byte[] samples = expected.GetProperty("samples").GetBytesFromBase64();
        Enumerable.Range(0, samples.Length / 2).Select(at => (ushort)(samples[at * 2] | samples[at * 2 + 1] << 8)).Should().Equal(image.UInt16Samples.ToArray());
    }
}
