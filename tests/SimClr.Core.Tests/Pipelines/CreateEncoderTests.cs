using SimClr.Core.Evaluation;
using SimClr.Core.FineTuning;
using SimClr.Core.Models;
using SimClr.Core.Tests.FineTuning;
using SimClr.Core.Tests.Training;
using static SimClr.Core.Tests.Training.SmallPipeline;

namespace SimClr.Core.Tests.Pipelines;

public sealed class CreateEncoderTests
{
    [Fact]
    public void CreateEncoder_SeedOfTheTraining_HasTheInitialWeights()
    {
        using SimClrPipeline pipeline = Small().ConfigureTraining(o => o.Seed = 7).Build();
        float[] initial = SmallModel.Weights(pipeline.Encoder);
        pipeline.Train();
        using Encoder same = pipeline.CreateEncoder(7);
        using Encoder other = pipeline.CreateEncoder(8);
        SmallModel.Weights(same).Should().Equal(initial);
        SmallModel.Weights(other).Should().NotEqual(initial);
        SmallModel.Weights(pipeline.Encoder).Should().NotEqual(initial);
    }

    [Fact]
    public void CreateEncoder_ForAFineTuner_TrainsACopyThatOutlivesThePipeline()
    {
        ImageClassifier classifier;
        using (SimClrPipeline pipeline = Small().Build())
            classifier = Tuning.Tuner().Fit(pipeline.Model, pipeline.CreateEncoder, Tuning.Images);
        classifier.Evaluate(Tuning.Images).Count.Should().Be(24);
        classifier.Dispose();
    }

    [Fact]
    public void CreateEncoder_BuilderWasGivenAnEncoder_SaysToGiveAFunction()
    {
        ResNetEncoder encoder = new(ResNetDepth.ResNet10, new ResNetOptions { WidthMultiplier = 1 / 64.0 });
        using SimClrPipeline pipeline = Small().UseEncoder(encoder).Build();
        pipeline.Invoking(it => it.CreateEncoder(1)).Should().Throw<InvalidOperationException>()
            .WithMessage("Another encoder cannot be made: Encoder: this ResNetEncoder belongs to a pipeline*function that makes a new one*");
        new FeatureExtractor(encoder).Extract(Tuning.Images).Count.Should().Be(24);
    }
}
