using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>A run that has become NaN says what was so first.</summary>
public sealed class DivergenceTests
{
    private const int Images = 32;

    [Fact]
    public void Train_WeightIsNaN_NamesItBeforeTheFirstStep()
    {
        using SimClrModel model = SmallModel.ResNet();
        Poison(model, "encoder.layer2.0.conv1.weight", float.NaN);
        Message(model, new AddNoise())
            .Should().Be("The parameter 'encoder.layer2.0.conv1.weight' holds NaN or infinity before the first step.");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    public void Train_WeightBecomesNaN_NamesItAndNoOther(int? microBatchSize)
    {
        using SimClrModel model = SmallModel.ResNet();
        Callback poison = new(report =>
        {
            if (report.Step == 2)
                Poison(model, "projection_head.layers.0.weight", float.PositiveInfinity);
        });
        Message(model, new AddNoise(), poison, microBatchSize: microBatchSize).Should()
            .Match("The loss became NaN at step 3 of 8 (epoch 1, learning rate 0.01). The parameter 'projection_head.layers.0.weight' holds NaN or infinity. Try*");
    }

    [Fact]
    public void Train_ViewIsNaN_NamesTheImage()
    {
        using SimClrModel model = SmallModel.ResNet();
        Message(model, new NaNOnce(image: 13, branch: 1))
            .Should().Match("The loss became NaN at step * of 8*. View 1 of image 13 holds NaN or infinity*");
    }

    [Fact]
    public void Train_LayerOverflows_NamesTheInnermost()
    {
        using SimClrModel model = SmallModel.ResNet();
        // Finite by itself, but not multiplied.
        Poison(model, "encoder.layer3.0.conv2.weight", float.MaxValue);
        Message(model, new AddNoise())
            .Should().Match("The loss became * at step 1 of 8*. Views and parameters are finite; *that of 'encoder.layer3.0.conv2'. Try*");
    }

    [Fact]
    public void Train_LossOfOnesOwnIsNaN_SaysThatNothingElseIs()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NaNLoss loss = new();
        Message(model, new AddNoise(), loss: loss).Should().Match("The loss became NaN at step 1 of 8*the loss itself is not*");
    }

    [Fact]
    public void Train_LastUpdateBreaksAWeight_IsNotSilent()
    {
        using SimClrModel model = SmallModel.ResNet();
        Message(model, new AddNoise(), schedule: new LastStepBlowUp())
            .Should().Match("The parameter '*' holds NaN or infinity* after step 8 of 8.");
    }

    [Fact]
    public void Train_Diverged_LeavesNoTensorsBehind()
    {
        using SimClrModel model = SmallModel.ResNet();
        Message(model, new NaNOnce(image: 13, branch: 0));
        long before = LiveTensors.Count();
        Message(model, new NaNOnce(image: 13, branch: 0));
        LiveTensors.Count().Should().Be(before);
    }

    private static string Message(
        SimClrModel model,
        IAugmentation augmentation,
        IProgress<TrainingProgress>? progress = null,
        ContrastiveLoss? loss = null,
        LearningRateSchedule? schedule = null,
        int? microBatchSize = null)
    {
        using NtXentLoss ntXent = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, LogEverySteps = progress is null ? 1000 : 1, MicroBatchSize = microBatchSize };
        ContrastiveTrainer trainer = new(model, loss ?? ntXent, optimizer, options) { Schedule = schedule ?? new ConstantSchedule(0.01) };
        return trainer.Invoking(it => it.Train(new DrawnImages(Images), new ViewGenerator(5, augmentation), progress))
            .Should().Throw<TrainingDivergedException>().Which.Message;
    }

    private static void Poison(SimClrModel model, string parameter, float value)
    {
        using IDisposable mode = no_grad();
        model.state_dict()[parameter].select(0, 0).fill_(value);
    }

    private sealed class NaNOnce(int image, int branch) : IAugmentation
    {
        public void Apply(View view, RandomStream random)
        {
            // The stream is the image's and the branch's own, so its first draw tells them.
            RandomStream own = new(5, 0, image, branch);
            if (random.NextSingle() == own.NextSingle())
                view.Pixels[^1] = float.NaN;
        }
    }

    private sealed class NaNLoss() : ContrastiveLoss(nameof(NaNLoss))
    {
        public override Tensor forward(EmbeddingBatch input) => input.Values.sum() * float.NaN;
    }

    private sealed class LastStepBlowUp : LearningRateSchedule
    {
        public override double LearningRateAt(long step) => step < 7 ? 0.01 : double.PositiveInfinity;
    }
}
