namespace SimClr.Core.PackageTests;

/// <summary>What an application without libtorch says when it runs.</summary>
[Collection(nameof(PackageCollection))]
public sealed class NativeTorchTests(PackedPackage package)
{
    // What works without libtorch, and then everything that can be the first to need it.
    private const string UseEverything = """
        using SimClr.Core;
        using SimClr.Core.Augmentation;
        using SimClr.Core.Data;
        using SimClr.Core.Evaluation;
        using SimClr.Core.Evaluation.Probing;
        using SimClr.Core.Interop;
        using SimClr.Core.Losses;
        using SimClr.Core.Models;
        using SimClr.Core.Randomness;

        SyntheticSource images = new(new SyntheticOptions { Count = 8 });
        View view = new();
        view.Reset(images.Read(0));
        SimClrAugmentations.Cifar(16).Apply(view, new RandomStream(1));
        FeatureSet features = new([1, 0, 0, 1], 2, [0, 1]);
        SimClrBuilder builder = new SimClrBuilder().UseImages(images).UseAugmentations(SimClrAugmentations.Cifar(16))
            .UseEncoder(ResNetDepth.ResNet10).UseNtXentLoss().UseLars().ConfigureTraining(o => o.BatchSize = 8);
        Console.WriteLine("managed memory");
        Use(() => builder.Build());
        Use(() => builder.Build());
        Use(() => new ResNetEncoder(ResNetDepth.ResNet10));
        Use(() => new MlpProjectionHead(8));
        Use(() => new NtXentLoss());
        Use(() => new NtLogisticLoss());
        Use(() => new MarginTripletLoss());
        Use(() => new NeighborSearch(features));
        Use(() => KnnClassifier.Fit(features));
        Use(() => LinearProbe.Fit(features));
        Use(() => RepresentationHealth.Measure(features));
        Use(() => SafeTensorsFile.Read("weights.safetensors"));

        static void Use(Func<object> use)
        {
            try
            {
                Console.WriteLine(use());
            }
            catch (Exception exception)
            {
                Console.WriteLine($"{exception.GetType().Name} of {exception.InnerException?.GetType().Name}: {exception.Message}");
            }
        }
        """;

    [ApplicationFact]
    public async Task Run_WithoutNativeTorch_NamesThePackageAtEachFirstUse()
    {
        Application application = new(package, "missing", UseEverything, nativeTorch: false);

        string build = await application.DotNetAsync("build", "-c", "Release", "--tl:off");
        string output = await application.DotNetAsync($"bin/Release/{Settings.TargetFramework}/Application.dll");

        build.Should().Contain("warning SIMCLR003").And.Contain("TorchSharp-cpu").And.Contain("1 Warning(s)");
        string[] lines = output.Trim().Split(Environment.NewLine);
        lines[0].Should().Be("managed memory");
        lines[1..].Should().HaveCount(12).And.OnlyContain(line => line.StartsWith(
            "DllNotFoundException of DllNotFoundException: TorchSharp's native library, libtorch, is missing. Add the package TorchSharp-cpu"));
        application.FileNames("bin").Should().NotContain("libtorch_cpu.so", "TorchSharp's own search, which copies packages, never runs");
    }
}
