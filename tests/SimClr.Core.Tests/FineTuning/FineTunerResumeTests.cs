using SimClr.Core.FineTuning;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Training;
using SimClr.Core.Tests.Training.Callbacks;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.FineTuning;

public sealed class FineTunerResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, null)]
    [InlineData(2, null)]
    [InlineData(0, 3)]
    public void Fit_InTwoSessions_ComesToTheSameBits(int headLayers, int? microBatch)
    {
        float[] whole = Fit(checkpoints: null, stopAfter: int.MaxValue);
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Fit(checkpoints, stopAfter: 2).Should().NotEqual(whole);
        Fit(checkpoints, stopAfter: int.MaxValue).Should().Equal(whole);

        float[] Fit(CheckpointOptions? checkpoints, int stopAfter)
        {
            using SimClrModel pretrained = Tuning.Pretrained();
            FineTuningOptions options = Tuning.Options(epochs: 4).With(o => (o.HeadLayers, o.Training.MicroBatchSize) = (headLayers, microBatch));
            FineTuner tuner = new(Tuning.Augmentation, options) { Checkpoints = checkpoints, Callbacks = [new Tuning.StopAfter(stopAfter)] };
            using ImageClassifier classifier = tuner.Fit(pretrained, Tuning.Create, Tuning.Images);
            return SmallModel.Weights(classifier);
        }
    }

    [Fact]
    public void Fit_CheckpointOfOtherPretrainedWeights_IsRefused()
    {
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Fit(Tuning.Pretrained());
        Fit(Tuning.Pretrained());

        SimClrModel trainedOn = Tuning.Pretrained();
        using (no_grad())
            trainedOn.Encoder.parameters().First().add_(0.01);
        Action fit = () => Fit(trainedOn);

        fit.Should().Throw<CheckpointException>()
            .Which.Differences.Should().ContainSingle().Which.Should().StartWith("task.StartingWeights: ");

        void Fit(SimClrModel pretrained)
        {
            using SimClrModel owned = pretrained;
            FineTuner tuner = new(Tuning.Augmentation, Tuning.Options(epochs: 2)) { Checkpoints = checkpoints };
            tuner.Fit(pretrained, Tuning.Create, Tuning.Images).Dispose();
        }
    }

    [Fact]
    public void FitLinear_InTwoSessions_ComesToTheSameBits()
    {
        float[] whole = Fit(checkpoints: null, stopAfter: int.MaxValue);
        CheckpointOptions checkpoints = new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };
        Fit(checkpoints, stopAfter: 2).Should().NotEqual(whole);
        Fit(checkpoints, stopAfter: int.MaxValue).Should().Equal(whole);

        float[] Fit(CheckpointOptions? checkpoints, int stopAfter)
        {
            using Encoder pretrained = Tuning.Create(9);
            FineTuner tuner = new(Tuning.Augmentation, Tuning.Options(epochs: 4)) { Checkpoints = checkpoints, Callbacks = [new Tuning.StopAfter(stopAfter)] };
            using ImageClassifier classifier = tuner.FitLinear(pretrained, Tuning.Images);
            return SmallModel.Weights(classifier);
        }
    }
}
