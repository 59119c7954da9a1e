using System.Diagnostics;
using System.Text.Json.Nodes;
using SimClr.Tool.Commands;
using SimClr.Tool.Tests.Support;
using SkiaSharp;

namespace SimClr.Tool.Tests.Pretraining;

/// <summary><c>mpirun -n 2 simclr pretrain</c>.</summary>
public sealed class RankPretrainTests : IDisposable
{
    private const int Pictures = 24;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenMpiFact]
    public void Pretrain_TwoRanks_HaveOneResultAndOneVoice()
    {
        for (int i = 0; i < Pictures; i++)
            ColorPicture.Write(_folder.Combine($"photos/{i}.png"), i % 2 == 0 ? SKColors.Navy : SKColors.Firebrick, i);

        (int code, string output, string messages) = Launch("pretrain", _folder.Combine("photos"), "--epochs", "2", "--json", "--output", _folder.Combine("results"));

        code.Should().Be(0, messages);
        JsonNode record = JsonNode.Parse(output)!["result"]!;
        ((string)record["status"]!).Should().Be("done");
        ((int)record["epochs_done"]!).Should().Be(2);
        messages.Split("epoch 2/2").Should().HaveCount(2, "the second rank is silent");
        Directory.GetFiles(_folder.Combine("results/checkpoints"), "*.safetensors").Should().ContainSingle();
    }

    private static (int Code, string Output, string Messages) Launch(params string[] arguments)
    {
        ProcessStartInfo start = new(
            OpenMpiFactAttribute.Launcher!,
            ["--oversubscribe", "--allow-run-as-root", "-n", "2", "dotnet", typeof(SimClrCommand).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        // Open MPI gives ranks a terminal, into which .NET would write how it wants keys to be sent.
        start.Environment["TERM"] = "dumb";
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> messages = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3)))
            process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return (process.ExitCode, output.Result, messages.Result);
    }
}
