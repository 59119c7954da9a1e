namespace SimClr.Core.PackageTests;

/// <summary>The programs that the templates give, as a newcomer gets and runs them.</summary>
[Collection(nameof(PackageCollection))]
public sealed class TemplateTests(InstalledTemplates templates) : IClassFixture<InstalledTemplates>
{
    private static readonly string[] Small = ["--image-size", "16", "--epochs", "1", "--batch-size", "4"];

    private static readonly string Built = Path.Combine("bin", "Release", Settings.TargetFramework);

    [ApplicationFact]
    public async Task Console_OnAFolder_TrainsEmbedsAndFindsPictures()
    {
        string folder = await templates.CreateAsync("simclr-console", "Gallery", Small);
        Pictures.Write(Path.Combine(folder, "pictures"), count: 6, side: 24);
        string picture = Path.Combine("pictures", "3.bmp");

        string first = await DotNet.RunAsync(folder, "run", "-c", "Release", "--", "pictures", picture);
        string second = await DotNet.RunProgramAsync(Path.Combine(folder, Built, "Gallery"), folder, ["pictures"]);

        first.Should().Contain("epoch 1/1  loss ").And.Contain("6 pictures, 256 values each: embeddings.npz");
        string[] found = first.TrimEnd().Split(Environment.NewLine)[^5..];
        found.Should().ContainSingle(
            line => line.StartsWith("1.000  ") && line.EndsWith(picture), "nothing is more like a picture than itself");
        found.Select(line => line.Split("  ")[1]).Should().OnlyHaveUniqueItems().And.OnlyContain(path => path.EndsWith(".bmp"));
        second.Should().Contain("6 pictures").And.NotContain("epoch 1/1", "the run is complete");
        new FileInfo(Path.Combine(folder, "encoder.safetensors")).Length.Should().BeGreaterThan(1_000_000);
        File.Exists(Path.Combine(folder, "embeddings.npz")).Should().BeTrue();
        Directory.EnumerateFiles(Path.Combine(folder, "checkpoints"), "checkpoint-*.safetensors").Should().ContainSingle();
    }

    [ApplicationFact]
    public async Task Console_ByDefault_BuildsForLargerPictures()
    {
        string folder = await templates.CreateAsync("simclr-console", "Photographs");

        string program = await File.ReadAllTextAsync(Path.Combine(folder, "Program.cs"));
        await DotNet.RunAsync(folder, "build", "-warnaserror");

        program.Should().ContainAll("const int ImageSize = 96;", "const int Epochs = 50;", "const int BatchSize = 128;")
            .And.Contain("SimClrAugmentations.ImageNet(ImageSize)").And.NotContain("#if");
    }

    [ApplicationFact]
    public async Task Service_ByItsSettings_TrainsOrNamesTheMistakes()
    {
        string folder = await templates.CreateAsync("simclr-service", "Trainer", Small);
        Pictures.Write(Path.Combine(folder, "pictures"), count: 6, side: 24);
        string settings = await File.ReadAllTextAsync(Path.Combine(folder, "appsettings.json"));
        await DotNet.RunAsync(folder, "build", "-c", "Release", "-warnaserror");
        string[] mistakes = ["--SimClr:Optimizer:LearningRat=1", "--SimClr:Training:Epochs=many"];

        string trained = await DotNet.RunProgramAsync(Path.Combine(folder, Built, "Trainer"), folder, []);
        using RunningProgram mistaken = DotNet.Start(Path.Combine(folder, Built, "Trainer"), folder, mistakes);
        int code = await mistaken.WaitAsync();

        settings.Should().ContainAll("\"Size\": 16", "\"Stem\": \"Cifar\"", "\"BatchSize\": 4").And.NotContainAny("ImageNet", "//");
        trained.Should().Contain("Epoch 1 of 1: ").And.Contain("Encoder: encoder.safetensors");
        File.Exists(Path.Combine(folder, "encoder.safetensors")).Should().BeTrue();
        code.Should().Be(1);
        mistaken.Output.Should().Contain("SimClr:Optimizer:LearningRat: unknown; expected one of Kind, LearningRate,")
            .And.Contain("SimClr:Training:Epochs: expected a whole number (Int32), found 'many'.");

        await StopsAndContinuesAsync(folder);
    }

    // In the same project: a build takes longer than all that is looked at.
    private static async Task StopsAndContinuesAsync(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        string[] longRun = ["--SimClr:Training:Epochs=100000", "--SimClr:Checkpoints:Folder=long"];
        using RunningProgram stopped = DotNet.Start(Path.Combine(folder, Built, "Trainer"), folder, longRun);
        await stopped.WaitForAsync("Epoch 2 of 100000");
        await stopped.TerminateAsync();
        (await stopped.WaitAsync()).Should().Be(0);
        stopped.Output.Should().Contain("with a checkpoint. The next start continues the run.");

        using RunningProgram continued = DotNet.Start(Path.Combine(folder, Built, "Trainer"), folder, longRun);
        await continued.WaitForAsync("Going on after step");
        await continued.TerminateAsync();
        (await continued.WaitAsync()).Should().Be(0);
    }
}
