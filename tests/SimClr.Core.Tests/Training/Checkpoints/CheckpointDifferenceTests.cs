using SimClr.Core.Augmentation;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Data;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>Each way in which a run differs from the one that a checkpoint belongs to is named.</summary>
public sealed class CheckpointDifferenceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_OtherOptionsDataAndLoss_ListsEveryDifference()
    {
        Session session = new() { Residual = true, Checkpoints = Options() };
        session.Train();
        Session other = session with
        {
            Temperature = 0.25,
            Optimizer = "sgd",
            Images = new DrawnImages(27) { ClassNames = ["cat", "dog"] },
            Precision = Precision.BFloat16,
            Options = new TrainingOptions { Epochs = 4, BatchSize = 7, Seed = 2, DropLastBatch = false, GradientClipNorm = 1 },
        };

        IReadOnlyList<string> differences = FluentActions.Invoking(() => other.Train()).Should().Throw<CheckpointException>()
            .WithMessage("*checkpoint-000000000012.safetensors belongs to another run*").Which.Differences;

        differences.Should().Contain(
        [
            "training.BatchSize: 8 in the checkpoint, 7 in this run",
            "training.Seed: 1 in the checkpoint, 2 in this run",
            "training.DropLastBatch: True in the checkpoint, False in this run",
            "training.GradientClipNorm: none in the checkpoint, 1 in this run",
            "loss.Temperature: 0.5 in the checkpoint, 0.25 in this run",
            "optimizer.type: LarsOptimizer in the checkpoint, SGD in this run",
            "encoder.Precision: Float32 in the checkpoint, BFloat16 in this run",
            "images.count: 26 in the checkpoint, 27 in this run",
            "images.classes[1]: none in the checkpoint, dog in this run",
        ]);
    }

    [Fact]
    public void Train_OtherPublicPropertyOfACustomLoss_IsADifference()
    {
        Session session = new()
        {
            Loss = temperature => new UserSupConLoss(temperature),
            Images = new DrawnImages(26) { ClassNames = ["cat", "dog"] },
            Checkpoints = Options(),
        };
        session.Train();
        FluentActions.Invoking(() => (session with { Temperature = 0.25 }).Train()).Should().Throw<CheckpointException>()
            .Which.Differences.Should().Equal("loss.Temperature: 0.5 in the checkpoint, 0.25 in this run");
    }

    [Fact]
    public void Train_OtherArchitecture_NamesItsTensorsAndLoadsNothing()
    {
        Session session = new() { Residual = true, Checkpoints = Options() };
        session.Train();
        Session other = session with { Width = 0.125 };
        using SimClrModel model = other.Model();
        float[] before = SmallModel.Weights(model);

        FluentActions.Invoking(() => other.Train(model)).Should().Throw<CheckpointException>()
            .Which.Differences.Should().Contain("tensor 'model.encoder.conv1.weight' has shape [4, 3, 3, 3] instead of [8, 3, 3, 3]");

        SmallModel.Weights(model).Should().Equal(before);
    }

    [Fact]
    public void Train_OtherMicroBatchesHeadOptimizerScheduleAndViews_AreDifferences()
    {
        Session session = new()
        {
            Optimizer = "sgd",
            Schedule = new ConstantSchedule(0.05),
            Images = new DrawnImages(26) { ClassNames = ["cat", "dog"] },
            Checkpoints = Options(),
        };
        session.Train();
        Session other = session with
        {
            Optimizer = "rmsprop",
            OutputDimension = 4,
            Schedule = new Other(),
            Images = new DrawnImages(26) { ClassNames = ["cat"] },
            Views = new ViewGenerator(6, new AddNoise()),
        };
        other.Options.MicroBatchSize = 4;

        FluentActions.Invoking(() => other.Train()).Should().Throw<CheckpointException>().Which.Differences.Should().Contain(
        [
            "microBatchSize: 8 in the checkpoint, 4 in this run",
            "projectionHead.OutputDimension: 8 in the checkpoint, 4 in this run",
            "parameterGroups[0].dampening: 0 in the checkpoint, none in this run",
            "schedule.type: ConstantSchedule in the checkpoint, Other in this run",
            "views.parameters.seed: 5 in the checkpoint, 6 in this run",
            "images.classes[1]: dog in the checkpoint, none in this run",
        ]);
    }

    [Fact]
    public void Train_OtherParametersOfAnOwnAugmentation_AreDifferences()
    {
        Session session = new() { Views = new ViewGenerator(5, new RandomGain(0.8, 1.2)), Checkpoints = Options() };
        session.Train();
        (session with { Views = new ViewGenerator(5, new RandomGain(0.8, 1.2)) }).Train().Result.Steps.Should().Be(12);

        Session other = session with { Views = new ViewGenerator(5, new RandomGain(0.1, 5)) };

        FluentActions.Invoking(() => other.Train()).Should().Throw<CheckpointException>().Which.Differences.Should().Equal(
            "views.steps[0].parameters.high: 1.2 in the checkpoint, 5 in this run",
            "views.steps[0].parameters.low: 0.8 in the checkpoint, 0.1 in this run",
            "views.steps[1].parameters.high: 1.2 in the checkpoint, 5 in this run",
            "views.steps[1].parameters.low: 0.8 in the checkpoint, 0.1 in this run");
    }

    [Theory]
    [InlineData(30, "  difference 29")]
    [InlineData(31, "  and 1 more")]
    public void Message_ManyDifferences_HasThirtyAndCountsTheRest(int count, string last)
    {
        string[] differences = [.. Enumerable.Range(0, count).Select(number => $"difference {number}")];
        CheckpointException exception = new("file", differences);

        exception.Message.Split('\n').Should().HaveCount(count + 1).And.StartWith("file belongs to another run; to begin a new one, take another folder or ResumeMode.StartOver:").And.EndWith(last);
        exception.Differences.Should().Equal(differences);
    }

    [Fact]
    public void Train_OtherOptionsOfTheOptimizerOrSchedule_AreDifferences()
    {
        Session session = new() { Optimizer = "sgd", Checkpoints = Options() };
        session.Train();
        FluentActions.Invoking(() => (session with { Schedule = new ConstantSchedule(0.05) }).Train()).Should().Throw<CheckpointException>()
            .Which.Differences.Should().Contain(difference => difference.StartsWith("schedule.rates[1]"));
    }

    [Fact]
    public void Train_OtherLearningRateOfAParameterGroup_IsADifference()
    {
        Session session = new() { Optimizer = "groups", Checkpoints = Options() };
        session.Train();
        FluentActions.Invoking(() => (session with { HeadLearningRate = 0.2 }).Train()).Should().Throw<CheckpointException>()
            .Which.Differences.Should().Equal("parameterGroups[1].InitialLearningRate: 0.3 in the checkpoint, 0.2 in this run");
    }

    private CheckpointOptions Options() => new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };

    private sealed class RandomGain(double low, double high) : IAugmentation
    {
        public void Apply(View view, RandomStream random)
        {
            float gain = (float)random.Uniform(low, high);
            foreach (ref float value in view.Pixels)
                value = Math.Clamp(value * gain, 0, 1);
        }
    }

    private sealed class Other : LearningRateSchedule
    {
        public override double LearningRateAt(long step) => 0.01;
    }
}
