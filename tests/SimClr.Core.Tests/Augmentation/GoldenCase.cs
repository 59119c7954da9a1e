using System.Runtime.InteropServices;
using System.Text.Json;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Augmentation;

/// <summary>One case of Golden/augmentation.json: what torchvision or PIL made of a picture.</summary>
public sealed class GoldenCase
{
    private static readonly Lazy<JsonDocument> File = new(() => JsonDocument.Parse(
        System.IO.File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", "augmentation.json"))));

    private readonly JsonElement _json;

    private GoldenCase(JsonElement json) => _json = json;

    public string Operation => _json.GetProperty("operation").GetString()!;

    public ViewShape Size => new(Shape(0), Shape(1), Shape(2));

    public float[] Values => _json.TryGetProperty("bytes", out JsonElement bytes)
        ? [.. bytes.GetBytesFromBase64().Select(value => value / 255f)]
        : MemoryMarshal.Cast<byte, float>(_json.GetProperty("values").GetBytesFromBase64()).ToArray();

    public static TheoryData<int> Numbers(params string[] operations)
    {
        TheoryData<int> numbers = [];
        int count = File.Value.RootElement.GetProperty("cases").GetArrayLength();
        foreach (int number in Enumerable.Range(0, count).Where(number => operations.Contains(Get(number).Operation)))
            numbers.Add(number);
        return numbers;
    }

    public static GoldenCase Get(int number) => new(File.Value.RootElement.GetProperty("cases")[number]);

    public double Number(string name) => _json.GetProperty("parameters").GetProperty(name).GetDouble();

    public string Text(string name) => _json.GetProperty("parameters").GetProperty(name).GetString()!;

    public Image Picture()
    {
        JsonElement picture = File.Value.RootElement.GetProperty("pictures").GetProperty(_json.GetProperty("picture").GetString()!);
        return new Image(
            picture.GetProperty("bytes").GetBytesFromBase64(),
            picture.GetProperty("width").GetInt32(),
            picture.GetProperty("height").GetInt32(),
            3);
    }

    public View View() => Pictures.View(Picture());

    public void ShouldEqual(View view, double tolerance)
    {
        view.Shape.Should().Be(Size);
        float[] actual = view.Pixels.ToArray();
        float[] expected = Values;
        double worst = Enumerable.Range(0, actual.Length).Max(at => Math.Abs(actual[at] - (double)expected[at]));
        worst.Should().BeLessThanOrEqualTo(tolerance, "of {0}", _json.GetProperty("parameters"));
    }

    private int Shape(int axis) => _json.GetProperty("shape")[axis].GetInt32();
}
