using System.Text.Json.Nodes;
using SimClr.Core.Onnx;
using SimClr.Tool.CommandLine;
using SimClr.Tool.Pretraining;

namespace SimClr.Tool.Tests.Commands;

public sealed class PretrainCommandTests(PhotoFolder photos) : IClassFixture<PhotoFolder>
{
    [Fact]
    public void Pretrain_TwoEpochs_LeavesAModelAndARecordThatRepeatsIt()
    {
        string first = photos.Beside("two/first"), second = photos.Beside("two/second"), onnx = photos.Beside("encoder.onnx");

        ToolCall.Of("pretrain", photos.Folder, "--epochs", "2", "--seed", "7", "--output", first).Code.Should().Be(ExitCode.Done);
        string record = Path.Combine(first, "run.json");
        ToolCall.Of("pretrain", "--run", record, "--output", second).Code.Should().Be(ExitCode.Done);

        RunRecord one = RunRecord.Read(record), two = RunRecord.Read(Path.Combine(second, "run.json"));
        one.Status.Should().Be(RunStatus.Done);
        one.Options.Seed.Should().Be(7);
        one.Options.ViewSize.Should().Be(16, "half of 32 pixels");
        two.Options.Should().Be(one.Options);
        two.Metrics["loss"].Should().Be(one.Metrics["loss"]);

        ToolCall.Of("export", Path.Combine(first, "checkpoints"), "--output", onnx).Code.Should().Be(ExitCode.Done);
        using OnnxImageEmbedder embedder = new(onnx);
        embedder.Dimension.Should().Be(256, "a ResNet-10 of 32 channels");
        ToolCall.Of("embed", photos.Folder, "--model", Path.Combine(first, "checkpoints"), "--output", photos.Beside("own"), "--json")
            .Result["dimension"]!.GetValue<int>().Should().Be(256);

        ToolCall list = ToolCall.Of("runs", "list", "--in", photos.Beside("two"), "--json");
        list.Result.AsArray().Should().HaveCount(2);
        ToolCall diff = ToolCall.Of("runs", "compare", record, Path.Combine(second, "run.json"), "--json");
        diff.Result.AsArray().Select(one => (string)one!["name"]!).Should().NotContain(name => name.StartsWith("options") || name == "metrics.loss");
    }

    [Fact]
    public void Pretrain_Minutes_TrainsAsLongAndIsRepeated()
    {
        ToolCall call = ToolCall.Of("pretrain", photos.Folder, "--minutes", "0.1", "--output", photos.Beside("planned"), "--json");

        call.Code.Should().Be(ExitCode.Done);
        ((string)call.Result["status"]!).Should().Be("done");
        RunRecord record = RunRecord.Read(photos.Beside("planned/run.json"));
        record.Options.Revisions.Should().NotBeEmpty();

        ToolCall.Of("pretrain", "--run", photos.Beside("planned/run.json"), "--output", photos.Beside("repeated")).Code.Should().Be(ExitCode.Done);

        RunRecord repeated = RunRecord.Read(photos.Beside("repeated/run.json"));
        repeated.Options.Should().BeEquivalentTo(record.Options);
        repeated.Metrics["loss"].Should().Be(record.Metrics["loss"]);
    }

    [Theory]
    [InlineData("{ \"epochz\": 3 }", "epochz")]
    [InlineData("{ \"epochs\": 0 }", "Epochs")]
    [InlineData("{ \"revisions\": [{ \"step\": 3, \"total_steps\": 2 }] }", "step 3 of 2")]
    [InlineData("{ \"encoder\": \"alexnet\" }", "Encoder")]
    [InlineData("[1]", "object")]
    [InlineData("{", "JSON")]
    public void Pretrain_RunFileThatIsNoUse_SaysWhy(string text, string expected)
    {
        string file = photos.Beside("bad.json");
        File.WriteAllText(file, text);

        ToolCall call = ToolCall.Of("pretrain", photos.Folder, "--run", file, "--output", photos.Beside("bad"));

        call.Code.Should().Be(ExitCode.Failed);
        call.Messages.Should().Contain(file).And.Contain(expected);
    }

    [Fact]
    public void RunFile_Comments_AreAllowed()
    {
        string file = photos.Beside("commented.json");
        File.WriteAllText(file, """
            {
              // The network.
              "encoder": "resnet18",
              "epochs": 100,
            }
            """);

        RunFile.Read(file).Should().Be(new PretrainOptions { Encoder = "resnet18", Epochs = 100 });
    }

    [Fact]
    public void Pretrain_NoFolder_SaysSo()
        => ToolCall.Of("pretrain", "--epochs", "1").Messages.Should().Contain("Expected a folder of pictures");

    [Fact]
    public void Export_NoCheckpoint_SaysSo()
    {
        ToolCall call = ToolCall.Of("export", photos.Beside("nothing here"), "--output", photos.Beside("none.onnx"));

        call.Code.Should().Be(ExitCode.Failed);
        File.Exists(photos.Beside("none.onnx")).Should().BeFalse();
    }
}
