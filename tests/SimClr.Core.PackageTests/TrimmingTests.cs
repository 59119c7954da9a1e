namespace SimClr.Core.PackageTests;

/// <summary>A trimmed program knows a run as well as an untrimmed one.</summary>
[Collection(nameof(PackageCollection))]
public sealed class TrimmingTests(PackedPackage package)
{
    private static readonly string[] Trimmed =
    [
        "-c", "Release", "-r", "linux-x64", "--self-contained", "-o", "trimmed", "-p:PublishTrimmed=true",
        "-p:DisableTransitiveFrameworkReferenceDownloads=true",
    ];

    [TrimmingFact]
    public async Task Train_CheckpointsOfTheUntrimmedProgram_AreResumedOrRefusedAlike()
    {
        Application application = new(package, "trimming", TrimmedProgram.Text);
        string runs = package.CreateFolder("trimming-runs");
        await application.DotNetAsync("build", "-c", "Release");
        (await application.RunAsync("bin/Release/" + Settings.TargetFramework, runs)).Should().Be(Outcome("begun"));
        string refused = await application.RunAsync("bin/Release/" + Settings.TargetFramework, runs, "other");

        await application.DotNetAsync(["publish", .. Trimmed]);

        (await application.RunAsync("trimmed", runs)).Should().Be(Outcome("resumed"));
        (await application.RunAsync("trimmed", runs, "other")).Should().Be(refused);
        refused.Should().ContainAll(
            "training.Seed: 1",
            "loss.Temperature: 0.5",
            "projectionHead.OutputDimension: 4",
            "optimizer.Momentum: 0.9",
            "parameterGroups[0].momentum: 0.9",
            "parameterGroups[0].weight_decay: ",
            "views.steps[0].steps[1].parameters.high: 1.2",
            "views.steps[0].steps[2].parameters.Amount: 0.1");
        refused.Should().NotContain("none in this run").And.NotContain("none in the checkpoint");
    }

    private static string Outcome(string what) => $"lars: 2 steps, {what}\nsgd: 2 steps, {what}\nadam: 2 steps, {what}";
}
