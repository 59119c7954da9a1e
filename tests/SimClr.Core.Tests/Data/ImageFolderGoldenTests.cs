using System.Text.Json;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>Unusual files against Pillow; Golden/pictures.py made the values.</summary>
public sealed class ImageFolderGoldenTests : IDisposable
{
    private static readonly Dictionary<string, JsonElement> Cases = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", "pictures.json"))).RootElement.EnumerateArray()
            .ToDictionary(item => item.GetProperty("name").GetString()!);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Rgb_EqualsPillow(string name) => Compare(name, "rgb", ImageChannels.Rgb);

    [Theory]
    [MemberData(nameof(Names))]
    public void Read_Gray_EqualsPillow(string name) => Compare(name, "grey", ImageChannels.Gray);

    private void Compare(string name, string pixels, ImageChannels channels)
    {
        JsonElement expected = Cases[name];
        _folder.Write(name, expected.GetProperty("file").GetBytesFromBase64());

        Image image = new ImageFolderSource(_folder.Path, new ImageFolderOptions { Decoding = { Channels = channels } }).Read(0);

        (image.Width, image.Height).Should().Be((expected.GetProperty("width").GetInt32(), expected.GetProperty("height").GetInt32()));
        IEnumerable<int> differences = image.Bytes.ToArray()
            .Zip(expected.GetProperty(pixels).GetBytesFromBase64(), (one, other) => Math.Abs(one - other));
        differences.Max().Should().BeLessThanOrEqualTo(Tolerance(name));
    }

    /// <summary>Decoders of lossy files and blends with black may round differently by one; everything else is exact.</summary>
    private static int Tolerance(string name)
        => name.EndsWith(".jpg", StringComparison.Ordinal) || name.Contains("transparent") || name.Contains("lossy") ? 1 : 0;
}
