namespace SimClr.Core.PackageTests;

/// <summary>An application that has SimClr.Core.Onnx and nothing else, published for .NET and as native AOT.</summary>
[Collection(nameof(PackageCollection))]
public sealed class OnnxApplicationTests(PackedPackage package)
{
    private const long LargestPublication = 60_000_000;

    // One input of images, whose mean over height and width is the output: ir 8, opset 17, GlobalAveragePool, Flatten.
    private const string Program = """
        using System.Text;
        using SimClr.Core.Augmentation;
        using SimClr.Core.Data;
        using SimClr.Core.Embeddings;
        using SimClr.Core.Onnx;

        ImagePreprocessing preprocessing = new(new ViewShape(3, 8, 8), new EvaluationCrop(8));
        using OnnxImageEmbedder embedder = new(Convert.FromBase64String(args[0]), "mean", new() { Preprocessing = preprocessing });
        byte[] pixels = [.. Enumerable.Range(0, 8 * 8).SelectMany(_ => new byte[] { 51, 102, 255 })];
        File.WriteAllBytes("picture.bmp", Bmp(pixels));
        Console.WriteLine(string.Join(' ', embedder.Embed("picture.bmp").ToArray().Select(value => value.ToString("0.0"))));
        await foreach (ImageEmbedding image in embedder.EmbedFolderAsync(".", cancellationToken: default))
            Console.WriteLine($"{Path.GetFileName(image.Path)} {image.Vector.Length}");
        Console.WriteLine(AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "TorchSharp"));

        static byte[] Bmp(byte[] rgb)
        {
            using MemoryStream file = new();
            using BinaryWriter writer = new(file);
            writer.Write(Encoding.ASCII.GetBytes("BM"));
            foreach (int value in new[] { 54 + rgb.Length, 0, 54, 40, 8, 8, 1 | 24 << 16, 0, rgb.Length, 0, 0, 0, 0 })
                writer.Write(value);
            for (int at = 0; at < rgb.Length; at += 3)
                writer.Write(new[] { rgb[at + 2], rgb[at + 1], rgb[at] });
            return file.ToArray();
        }
        """;

    [ApplicationFact]
    public async Task Publication_ForLinux_IsSmallAndEmbedsAFolder()
    {
        Application application = Application.OfPackage(package, "onnx", "SimClr.Core.Onnx", Program);

        await application.DotNetAsync("publish", "-c", "Release", "-r", "linux-x64", "--self-contained", "false", "-p:UseAppHost=false", "-o", "published");

        application.Size("published").Should().BeLessThan(LargestPublication);
        if (OperatingSystem.IsLinux())
            Lines(await application.DotNetAsync("published/Application.dll", OnnxMeanModel.Base64)).Should().Equal("0.2 0.4 1.0", "picture.bmp 3", "False");
    }

    [AotFact]
    public async Task AotPublication_HasNoWarningAndEmbedsAFolder()
    {
        Application application = Application.OfPackage(package, "onnx-aot", "SimClr.Core.Onnx", Program);

        string output = await application.DotNetAsync("publish", "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-o", "published");

        output.Should().NotContain("warning");
        application.FileNames("published").Should().NotContain("Application.dll", "it is machine code")
            .And.Contain(["Application", "libonnxruntime.so", "libSkiaSharp.so"]);
        Lines(await application.RunAsync("published", OnnxMeanModel.Base64)).Should().Equal("0.2 0.4 1.0", "picture.bmp 3", "False");
    }

    private static string[] Lines(string output) => output.ReplaceLineEndings("\n").TrimEnd().Split('\n');
}
