namespace SimClr.Core.PackageTests;

/// <summary>An application that needs no .NET on the machine: one file beside the native libraries, or one file that holds them.</summary>
[Collection(nameof(PackageCollection))]
public sealed class SelfContainedTests(PackedPackage package)
{
    private const string Program = """
        using SimClr.Core;
        using SimClr.Core.Augmentation;
        using SimClr.Core.Data;
        using SimClr.Core.Models;

        SyntheticSource images = new(new SyntheticOptions { Count = 8, Size = 8 });
        using SimClrPipeline simclr = new SimClrBuilder()
            .UseImages(images)
            .UseAugmentations(SimClrAugmentations.Cifar(8))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 0.0625))
            .ConfigureTraining(o => (o.Epochs, o.BatchSize) = (1, 8))
            .Build();
        Console.WriteLine($"{simclr.Train().Steps} step, {simclr.Extract(images).Dimension} features");
        """;

    private static readonly string[] SingleFile =
    [
        "publish", "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishSingleFile=true",
        "-p:SimClrRepairTorchSharp=always", "-p:DebugType=none",
    ];

    [TrimmingFact]
    public async Task Publication_AsASingleFile_TrainsAStep()
    {
        Application application = new(package, "self-contained", Program);

        await application.DotNetAsync([.. SingleFile, "-o", "beside"]);
        await application.DotNetAsync([.. SingleFile, "-p:IncludeNativeLibrariesForSelfExtract=true", "-o", "within"]);

        application.FileNames("beside").Should().Contain(["Application", "libtorch_cpu.so", "libSkiaSharp.so"])
            .And.NotContain(name => name.EndsWith(".dll", StringComparison.Ordinal));
        application.ReadTorchSharpLibrary("beside").AsSpan().SequenceEqual(Application.ReadOriginalTorchSharpLibrary())
            .Should().BeFalse("it is repaired");
        application.FileNames("within").Should().Equal("Application");
        (await application.RunAsync("beside")).Should().Be("1 step, 32 features");
        (await application.RunAsync("within")).Should().Be("1 step, 32 features");
    }
}
