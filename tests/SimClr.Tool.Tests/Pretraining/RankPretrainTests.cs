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

        (int code, string output, string messages) = OpenMpiJob.Run(
            typeof(SimClrCommand).Assembly.Location,
            "pretrain", _folder.Combine("photos"), "--epochs", "2", "--json", "--output", _folder.Combine("results"));

        code.Should().Be(0, messages);
        JsonNode record = JsonNode.Parse(output)!["result"]!;
        ((string)record["status"]!).Should().Be("done");
        ((int)record["epochs_done"]!).Should().Be(2);
        messages.Split("epoch 2/2").Should().HaveCount(2, "the second rank is silent");
        Directory.GetFiles(_folder.Combine("results/checkpoints"), "*.safetensors").Should().ContainSingle();
    }
}
