using Microsoft.Extensions.Logging;
using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using static SimClr.Core.Tests.Training.SmallPipeline;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>An encoder that is no ResNet, through the whole pipeline.</summary>
public sealed class VisionTransformerTrainingTests
{
    [Fact]
    public void Train_Twice_GivesTheSameWeightsAndChangesThePositions()
    {
        (float[] first, float[] positions) = Trained(epochs: 2);
        (float[] second, _) = Trained(epochs: 2);
        using VisionTransformerEncoder fresh = Encoder();
        second.Should().Equal(first);
        positions.Should().NotEqual(fresh.state_dict()["pos_embed"].contiguous().data<float>().ToArray());
    }

    [Fact]
    public void Train_EncoderOfTheUsers_LogsItsPrecisionAndWarnings()
    {
        Messages log = new();
        using SimClrPipeline pipeline = Small().UseEncoder(_ => new Doubtful()).UseLogger(log).Build();
        pipeline.Train(cancellationToken: new CancellationToken(canceled: true));
        log.All.Should().Contain(message => message.Text == "The encoder computes in BFloat16");
        log.All.Where(message => message.Level == LogLevel.Warning).Should().ContainSingle().Which.Text.Should().Be("8 x 8 is doubtful.");
    }

    [Fact]
    public void Build_ViewsThatAreNoPatches_SaysSo()
        => Failures(Small().UseAugmentations(a => a.RandomResizedCrop(10)).UseEncoder(_ => Encoder()))
            .Should().ContainSingle().Which.Should().Be(
                "Model: Expected images whose sides are multiples of the patch size, 4, found 10 x 10. (Parameter 'input')");

    private static VisionTransformerEncoder Encoder() => new(new() { ImageSize = 8, PatchSize = 4, Depth = 2, Width = 12 }, seed: 1);

    private static (float[] Weights, float[] Positions) Trained(int epochs)
    {
        using SimClrPipeline pipeline = Small().UseEncoder(_ => Encoder()).ConfigureTraining(o => o.Epochs = epochs).Build();
        TrainingResult result = pipeline.Train();
        result.Epochs.Should().HaveCount(epochs).And.OnlyContain(epoch => double.IsFinite(epoch.Loss));
        return (SmallModel.Weights(pipeline.Model), pipeline.Encoder.state_dict()["pos_embed"].contiguous().data<float>().ToArray());
    }

    private sealed class Doubtful : Encoder
    {
        private readonly Linear layer = nn.Linear(192, 4);

        public Doubtful()
            : base(nameof(Doubtful), inputChannels: 3, featureDimension: 4) => RegisterComponents();

        public override Precision Precision => Precision.BFloat16;

        public override IEnumerable<string> Warnings(int height, int width) => [$"{height} x {width} is doubtful."];

        public override Tensor forward(Tensor input) => layer.call(input.flatten(1));
    }
}
