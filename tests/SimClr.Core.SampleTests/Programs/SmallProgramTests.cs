using System.Diagnostics;
using System.Reflection;
using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Interop.Onnx;
using SimClr.Core.Models;
using SimClr.Core.SampleTests.Support;
using SkiaSharp;

namespace SimClr.Core.SampleTests.Programs;

/// <summary>The samples that are a single program each, on two classes of drawn pictures.</summary>
public sealed class SmallProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Distillation_OfAFewPictures_ReportsBothWays()
    {
        Draw("train", 24);
        Draw("test", 6);

        string[] lines = Run("Distillation", _folder.Path, "48", "2");

        lines[0].Should().StartWith("48 images to learn from, 12 to test with");
        lines[1].Should().MatchRegex(@"^SimCLR alone +2 epochs, +\d+ s: linear \d+\.\d %, kNN \d+\.\d %$");
        lines[2].Should().StartWith("The teacher took");
        lines[3].Should().MatchRegex(@"^with a teacher +\d+ epochs, +\d+ s: linear \d+\.\d %, kNN \d+\.\d %$");
    }

    [Fact]
    public void MapImages_OfAFewPictures_DrawsAndMeasuresTheirMap()
    {
        Draw("train", 2);
        Draw("test", 10);
        string picture = Path.Combine(_folder.Path, "map.png");

        string[] lines = Run("MapImages", _folder.Path, picture);
        string[] again = Run("MapImages", Path.ChangeExtension(picture, ".npz"), picture);

        lines[0].Should().MatchRegex(@"^20 vectors of 512 values after \d+\.\d s$");
        lines[2].Should().MatchRegex(@"^trustworthiness \d\.\d+, continuity \d\.\d+, neighbors in common \d\.\d+, k 9, of 20 images, after \d+\.\d s$");
        again[2].Split(", after")[0].Should().Be(lines[2].Split(", after")[0], "the vectors are those of the file");
        using SKBitmap map = SKBitmap.Decode(picture);
        (map.Width, map.Height).Should().Be((1520, 1240));
        map.Pixels.Distinct().Should().HaveCountGreaterThan(10);
    }

    [Fact]
    public void MlNet_OnAnExportedEncoder_ClassifiesAndAgreesWithTheEmbedder()
    {
        Draw("train", 24);
        Draw("test", 6);
        string model = Path.Combine(_folder.Path, "encoder.onnx");
        using (ResNetEncoder encoder = new(ResNetDepth.ResNet10, new() { WidthMultiplier = 1 / 8.0, Stem = ResNetStem.Cifar }, seed: 1))
            OnnxExporter.Save(encoder, model, new() { Preprocessing = new ImagePreprocessing(new ViewShape(3, 16, 16), new EvaluationCrop(16)) });
        string pictures = Path.Combine(_folder.Path, "pictures");
        Directory.CreateDirectory(pictures);
        foreach (string split in new[] { "train", "test" })
            Directory.Move(Path.Combine(_folder.Path, split), Path.Combine(pictures, split));

        string[] lines = Run("MlNet", model, pictures, "40");

        lines[0].Should().Be("40 labels: accuracy 100.0 % on 12 test images", "red and blue are told apart by any network");
        lines[1].Should().MatchRegex(@"^largest difference of both ways: (0\.0e\+0|\d\.\de-\d+)$");
    }

    /// <summary>Folders "red" and "blue" of pictures in many shades.</summary>
    private void Draw(string split, int ofEachClass)
    {
        for (int number = 0; number < 2 * ofEachClass; number++)
        {
            byte shade = (byte)(150 + number % 100), other = (byte)(number * 37 % 60);
            bool isRed = number % 2 == 0;
            using SKBitmap bitmap = new(24, 24);
            bitmap.Erase(isRed ? new SKColor(shade, other, other) : new SKColor(other, other, shade));
            string path = Path.Combine(_folder.Path, split, isRed ? "red" : "blue", $"{number:00}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using FileStream file = File.Create(path);
            bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
        }
    }

    private static string[] Run(string sample, params string[] arguments)
    {
        string folder = typeof(SmallProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Samples").Value!;
        string program = Path.Combine(folder.Replace("SAMPLE", sample, StringComparison.Ordinal), $"{sample}.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.Should().Be(0, "{0}", error.Result);
        return output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
    }
}
