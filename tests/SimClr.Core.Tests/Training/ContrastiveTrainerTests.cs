using Microsoft.Extensions.Options;
using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Training.Checkpoints;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

public sealed class ContrastiveTrainerTests
{
    private static readonly ViewGenerator Views = new(5, new AddNoise());

    [Fact]
    public void Train_SameSeed_GivesTheSameWeightsTwiceAndForAnyNumberOfWorkers()
    {
        float[] expected = Train(workers: 1);
        Train(workers: 1).Should().Equal(expected);
        Train(workers: 2).Should().Equal(expected);
        Train(workers: 4).Should().Equal(expected);
        Train(workers: 1, seed: 2).Should().NotEqual(expected);
    }

    [Fact]
    public void Train_OtherOptimizers_WorkInItsPlace()
    {
        foreach (Func<SimClrModel, optim.Optimizer> make in new Func<SimClrModel, optim.Optimizer>[]
                 {
                     model => optim.SGD(model.parameters(), 0.1, 0.9), model => optim.Adam(model.parameters(), 1e-3),
                 })
        {
            float[] before = SmallModel.Weights(SmallModel.ResNet(1));
            Train(workers: 1, optimizer: make).Should().NotEqual(before).And.OnlyContain(weight => float.IsFinite(weight));
        }
    }

    [Fact]
    public void Train_Progress_CountsStepsAndEpochsAndFollowsTheSchedule()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.4);
        Messages log = new();
        TrainingOptions options = new() { Epochs = 3, BatchSize = 8, LogEverySteps = 2, WarmupEpochs = 1 };
        ContrastiveTrainer trainer = new(model, loss, optimizer, options) { Logger = log };
        List<TrainingProgress> reports = [];
        TrainingResult result = trainer.Train(new DrawnImages(27), Views, new Recorder(reports));

        result.Should().Match<TrainingResult>(r => !r.Canceled && r.Steps == 9 && r.Epochs.Count == 3 && r.ViewsPerSecond > 0);
        log.All.Select(message => message.Text).Should().Contain("The encoder computes in Float32");
        reports.Select(report => report.Step).Should().Equal(2, 3, 4, 6, 8, 9);
        reports.Select(report => report.Epoch).Should().Equal(1, 1, 2, 2, 3, 3);
        reports.Should().OnlyContain(report => report.TotalSteps == 9 && report.Epochs == 3 && double.IsFinite(report.Loss));
        reports.Where(report => report.CompletedEpoch is not null).Select(report => report.Step).Should().Equal(3, 6, 9);
        reports[^1].LearningRate.Should().BeLessThan(reports[2].LearningRate);
        reports[^1].Remaining.Should().Be(TimeSpan.Zero);
        WarmupCosineSchedule schedule = new(0.4, 3, 9);
        reports.Should().OnlyContain(report => Math.Abs(report.LearningRate - schedule.LearningRateAt(report.Step - 1)) < 1e-12);
        model.training.Should().BeFalse("a trained model is ready for evaluation");
    }

    [Fact]
    public void Train_LearnableViews_LowersTheLoss()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.1);
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), 3e-3);
        ContrastiveTrainer trainer = new(model, loss, optimizer, new TrainingOptions { Epochs = 12, BatchSize = 16, WarmupEpochs = 0 });
        TrainingResult result = trainer.Train(new DrawnImages(64), new ViewGenerator(5, new RandomHorizontalFlip()));
        result.Epochs[^1].Loss.Should().BeLessThan(result.Epochs[0].Loss - 0.3);
    }

    [Fact]
    public void Train_LastBatchKept_SeesEveryImage()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, DropLastBatch = false, MicroBatchSize = 3 };
        new ContrastiveTrainer(model, loss, optimizer, options).Train(new DrawnImages(21), Views).Steps.Should().Be(6);
    }

    [Fact]
    public void Train_Canceled_EndsAfterTheCurrentStepWithAWholeModel()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        using CancellationTokenSource cancellation = new();
        ContrastiveTrainer trainer = new(model, loss, optimizer, new TrainingOptions { Epochs = 1000, BatchSize = 8, LogEverySteps = 1 });
        List<TrainingProgress> reports = [];
        TrainingResult result = trainer.Train(new DrawnImages(64), Views, new Recorder(reports, report =>
        {
            if (report.Step == 5)
                cancellation.Cancel();
        }), cancellation.Token);
        result.Canceled.Should().BeTrue();
        result.Steps.Should().Be(5);
        model.training.Should().BeFalse();
    }

    [Fact]
    public void Train_InfiniteLearningRate_StopsAndSaysAtWhichStepAndWhatToTry()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        ContrastiveTrainer trainer = new(model, loss, optimizer, new TrainingOptions { Epochs = 4, BatchSize = 8, LogEverySteps = 5 })
        {
            Schedule = new ConstantSchedule(1e38),
        };
        Action act = () => trainer.Train(new DrawnImages(64), Views);
        act.Should().Throw<TrainingDivergedException>().WithMessage("*NaN at step 2 of 32*lower learning rate*");
    }

    [Fact]
    public void Train_FailingImage_NamesIt()
    {
        Action act = () => Train(workers: 2, images: new DrawnImages(32) { FailingIndex = 9 });
        act.Should().Throw<ViewGenerationException>().WithMessage("*image 9*seventeen.png*");
    }

    [Theory]
    [InlineData(7, 3, "*7 images*batch of 8*")]
    [InlineData(64, 4, "*expects 3 channels*[4, 8, 8]*")]
    public void Train_UnsuitableSource_SaysWhy(int count, int channels, string message)
    {
        Action act = () => Train(workers: 1, images: new DrawnImages(count, channels: channels));
        act.Should().Throw<ArgumentException>().WithMessage(message);
    }

    [Fact]
    public void Train_OneView_SaysThatTwoAreNeeded()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        ContrastiveTrainer trainer = new(model, loss, optimizer);
        trainer.Invoking(t => t.Train(new DrawnImages(512), new ViewGenerator(0, [new AddNoise()])))
            .Should().Throw<ArgumentException>().WithMessage("*2 views*makes 1*");
    }

    [Fact]
    public void Train_ManySteps_KeepsTheNumberOfLiveTensors()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using LarsOptimizer optimizer = new(ParameterGroups.Split(model));
        ContrastiveTrainer trainer = new(model, loss, optimizer, new TrainingOptions { Epochs = 1, BatchSize = 8, MicroBatchSize = 4 });
        trainer.Train(new DrawnImages(16), Views);
        long before = LiveTensors.Count();
        trainer.Train(new DrawnImages(16), Views);
        LiveTensors.Count().Should().Be(before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Train_GradientClipped_MovesByTheLearningRateTimesTheNorm(int? microBatches)
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.05);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.5);
        TrainingOptions options = new() { Epochs = 1, BatchSize = 24, MicroBatchSize = 24 / microBatches, GradientClipNorm = 0.01 };
        float[] before = Parameters(model);
        new ContrastiveTrainer(model, loss, optimizer, options) { Schedule = new ConstantSchedule(0.5) }.Train(new DrawnImages(24), Views);
        double moved = Math.Sqrt(Parameters(model).Zip(before, (now, then) => Math.Pow((double)now - then, 2)).Sum());
        moved.Should().BeApproximately(0.5 * 0.01, 1e-5);
    }

    [Fact]
    public void Train_MicroBatchBudget_TrainsAsWithTheSizeItAllows()
    {
        float[] expected = Weights(new TrainingOptions { Epochs = 1, BatchSize = 24, MicroBatchSize = 8 });
        using SimClrModel model = SmallModel.ResNet();
        long budget = ActivationMemory.Estimate(model, new ViewShape(3, 8, 8), 15);
        Weights(new TrainingOptions { Epochs = 1, BatchSize = 24, MicroBatchBudgetBytes = budget }).Should().Equal(expected);
        Weights(new TrainingOptions { Epochs = 1, BatchSize = 24 }).Should().NotEqual(expected, "batch norm sees other batches");
        Action act = () => Weights(new TrainingOptions { Epochs = 1, BatchSize = 24, MicroBatchBudgetBytes = 1000 });
        act.Should().Throw<ArgumentException>().WithMessage("*at least 2 images*1,000 bytes*");

        static float[] Weights(TrainingOptions options)
        {
            using SimClrModel model = SmallModel.ResNet();
            using NtXentLoss loss = new(0.5);
            using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
            new ContrastiveTrainer(model, loss, optimizer, options).Train(new DrawnImages(24), Views);
            return SmallModel.Weights(model);
        }
    }

    [Fact]
    public void Train_TensorBoardFolder_WritesEventFiles()
    {
        string folder = Directory.CreateTempSubdirectory("simclr").FullName;
        try
        {
            using SimClrModel model = SmallModel.ResNet();
            using NtXentLoss loss = new(0.5);
            using LarsOptimizer optimizer = new(ParameterGroups.Split(model));
            string board = Path.Combine(folder, "run", "board");
            new ContrastiveTrainer(model, loss, optimizer, new TrainingOptions { Epochs = 1, BatchSize = 8, TensorBoardFolder = board }).Train(new DrawnImages(16), Views);
            string written = Directory.EnumerateFiles(board).Should().ContainSingle().Which;
            System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(written)).Should()
                .Contain("train/loss").And.Contain("train/learning_rate").And.Contain("lars/trust_ratio/encoder.conv1.weight");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Constructor_BadOptions_ListsAllOfThem()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.01);
        Action act = () => _ = new ContrastiveTrainer(model, loss, optimizer, new TrainingOptions { Epochs = 0, BatchSize = 1, WarmupEpochs = 7, Workers = -1, MicroBatchSize = 4, MicroBatchBudgetBytes = 4 });
        act.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(5);
    }

    private static float[] Parameters(SimClrModel model)
        => [.. model.parameters().SelectMany(parameter => parameter.detach().contiguous().data<float>().ToArray())];

    private static float[] Train(int workers, long seed = 1, Func<SimClrModel, optim.Optimizer>? optimizer = null, DrawnImages? images = null)
    {
        using SimClrModel model = SmallModel.ResNet(seed);
        using NtXentLoss loss = new(0.5);
        using optim.Optimizer made = optimizer?.Invoke(model) ?? new LarsOptimizer(ParameterGroups.Split(model));
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, Workers = workers, Seed = seed };
        new ContrastiveTrainer(model, loss, made, options).Train(images ?? new DrawnImages(32), Views);
        return SmallModel.Weights(model);
    }

    private sealed class Recorder(List<TrainingProgress> reports, Action<TrainingProgress>? then = null) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            reports.Add(value);
            then?.Invoke(value);
        }
    }
}
