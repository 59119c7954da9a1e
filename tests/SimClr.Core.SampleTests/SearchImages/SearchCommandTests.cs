using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Samples.SearchImages;
using SimClr.Core.SampleTests.Support;
using SimClr.Core.Tests.Reporting;

namespace SimClr.Core.SampleTests.SearchImages;

/// <summary>With a network of random weights: a picture is its own nearest, and one of nearly the same colors the next.</summary>
public sealed class SearchCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RunAsync_OnnxFileAndCheckpoint_PrintTheNearestFiles()
    {
        (string onnx, string checkpoints) = Train();
        PictureFolder.Fill(_folder.Combine("pictures"), 6);
        string wanted = Path.Combine(_folder.Combine("pictures"), "002.png");
        File.Copy(wanted, Path.Combine(_folder.Combine("pictures"), "copy.png"));

        foreach (string model in new[] { onnx, checkpoints })
        {
            (int code, string[] lines, string errors) = await RunAsync(model, _folder.Combine("pictures"), wanted, "3");

            (code, errors).Should().Be((0, ""));
            lines[0].Should().StartWith("7 pictures, vectors of 32 values by ");
            lines.Should().HaveCount(4);
            lines[1].Should().Be($"1.000  {wanted}");
            lines[2].Should().Be($"1.000  {Path.Combine(_folder.Combine("pictures"), "copy.png")}");
            lines[3].Should().MatchRegex(@"^0\.\d{3}  .*\.png$", "noise of another seed is another vector");
        }
    }

    [Theory]
    [InlineData]
    [InlineData("model.onnx", "pictures")]
    [InlineData("model.onnx", "pictures", "cat.png", "0")]
    [InlineData("model.onnx", "pictures", "cat.png", "many")]
    public async Task RunAsync_WrongArguments_SaysWhatIsExpected(params string[] arguments)
    {
        (int code, string[] lines, string errors) = await RunAsync(arguments);

        code.Should().Be(2);
        lines.Should().BeEmpty();
        errors.Should().StartWith("Expected: a model");
    }

    private static async Task<(int Code, string[] Lines, string Errors)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new(), errors = new();
        int code = await SearchCommand.RunAsync(arguments, output, errors);
        return (code, output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries), errors.ToString());
    }

    private (string Onnx, string Checkpoints) Train()
    {
        (string onnx, string checkpoints) = (_folder.Combine("encoder.onnx"), _folder.Combine("checkpoints"));
        using SimClrPipeline simclr = new SimClrBuilder()
            .UseImages(new ColorSource(8))
            .UseAugmentations(a => a.RandomResizedCrop(16))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.WidthMultiplier, o.Stem) = (1 / 16.0, ResNetStem.Cifar))
            .UseCheckpoints(checkpoints)
            .ConfigureTraining(o => (o.BatchSize, o.Epochs) = (4, 1))
            .Build();
        simclr.Train();
        simclr.ExportOnnx(onnx);
        return (onnx, checkpoints);
    }
}
