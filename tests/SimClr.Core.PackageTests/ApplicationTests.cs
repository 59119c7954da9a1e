namespace SimClr.Core.PackageTests;

[Collection(nameof(PackageCollection))]
public sealed class ApplicationTests(PackedPackage package)
{
    private const string LoadTorch = "Console.WriteLine(TorchSharp.torch.ones(3).sum().item<float>());";

    private static readonly string[] BuiltLibrary = ["bin", "Release", Settings.TargetFramework, "runtimes", "linux-x64", "native"];

    [ApplicationFact]
    public async Task ReadmeExample_InAnEmptyProject_Runs()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Settings.Repository, "README.md"));
        Application application = new(package, "readme", ReadmeExample.Read(readme));

        string output = await application.DotNetAsync("run", "-c", "Release");

        output.Trim().Should().NotBeEmpty();
    }

    [ApplicationFact]
    public async Task SingleFile_WithTheReadmesLines_Runs()
    {
        string folder = package.CreateApplicationFolder("single");
        string readme = await File.ReadAllTextAsync(Path.Combine(Settings.Repository, "README.md"));
        string[] lines = [.. ReadmeExample.Directives(readme).Select(line => line.Replace(
            $"SimClr.Core@{Settings.Version}", $"SimClr.Core@{package.Version}"))];
        await File.WriteAllTextAsync(Path.Combine(folder, "app.cs"), string.Join('\n', [.. lines, LoadTorch]));

        string output = await DotNet.RunAsync(folder, "run", "app.cs");

        lines.Should().Contain($"#:package SimClr.Core@{package.Version}")
            .And.Contain($"#:package TorchSharp-cpu@{Settings.TorchSharpVersion}");
        output.Trim().Split('\n')[^1].Should().Be("3");
    }

    [ApplicationFact]
    public async Task Build_ByRepairMode_CopiesTheFileAskedFor()
    {
        Application application = new(package, "modes", LoadTorch);
        byte[] original = Application.ReadOriginalTorchSharpLibrary();

        string always = await application.DotNetAsync("build", "-c", "Release", "-p:SimClrRepairTorchSharp=always");
        byte[] repaired = application.ReadTorchSharpLibrary(BuiltLibrary);
        string again = await application.DotNetAsync("build", "-c", "Release", "-p:SimClrRepairTorchSharp=always");
        string never = await application.DotNetAsync("build", "-c", "Release", "-p:SimClrRepairTorchSharp=never");
        byte[] left = application.ReadTorchSharpLibrary(BuiltLibrary);
        await application.DotNetAsync("build", "-c", "Release", "-p:SimClrRepairTorchSharp=auto");
        string sum = await application.RunAsync($"bin/Release/{Settings.TargetFramework}");

        repaired.AsSpan().SequenceEqual(original).Should().BeFalse();
        left.AsSpan().SequenceEqual(original).Should().BeTrue();
        Application.ReadOriginalTorchSharpLibrary().AsSpan().SequenceEqual(original).Should().BeTrue("the NuGet cache is never touched");
        always.Split("libLibTorchSharp.so repaired").Should().HaveCount(2, "the repair is told once");
        (again + never).Should().NotContain("repaired");
        (always + again + never).Should().NotContain("warning SIMCLR");
        sum.Should().Be("3", "by default the file is the one that this machine can load");
    }

    [ApplicationFact]
    public async Task Publish_ForLinux_CarriesTheRepairedFile()
    {
        Application application = new(package, "publish", LoadTorch);
        string[] options = ["-r", "linux-x64", "--self-contained", "false", "-p:UseAppHost=false", "-p:SimClrRepairTorchSharp=always", "-o", "published"];

        await application.DotNetAsync(["publish", .. options]);

        byte[] published = application.ReadTorchSharpLibrary("published");
        published.AsSpan().SequenceEqual(Application.ReadOriginalTorchSharpLibrary()).Should().BeFalse();
        if (OperatingSystem.IsLinux())
            (await application.DotNetAsync("published/Application.dll")).Trim().Should().Be("3");
    }

    [ApplicationFact]
    public async Task Restore_ForAnOlderFramework_IsRefused()
    {
        Application application = new(package, "older", LoadTorch, "net8.0");

        // The framework's own packages need not be there: what is looked at is this package's framework.
        Func<Task> restore = () => application.DotNetAsync("restore", "-p:DisableImplicitFrameworkReferences=true", "-p:UseAppHost=false");

        (await restore.Should().ThrowAsync<InvalidOperationException>())
            .WithMessage($"*NU1202*SimClr.Core*net8.0*{Settings.TargetFramework}*");
    }

    [ApplicationFact]
    public async Task Build_UnknownRepairMode_FailsWithTheModes()
    {
        Application application = new(package, "unknown", LoadTorch);

        Func<Task> build = () => application.DotNetAsync("build", "-p:SimClrRepairTorchSharp=sometimes");

        (await build.Should().ThrowAsync<InvalidOperationException>()).WithMessage("*SIMCLR002*auto, always or never*");
    }
}
