using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>Groups of different learning rates keep them through a training.</summary>
public sealed class ParameterGroupRateTests
{
    [Fact]
    public void Train_GroupsOfDifferentRates_FollowTheScheduleEachAtItsOwnPeak()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new();
        using SGD optimizer = optim.SGD(
            new[] { new SGD.ParamGroup(model.Encoder.parameters(), 0.001), new SGD.ParamGroup(model.ProjectionHead.parameters(), 0.1) }, 0.05);
        List<(double Encoder, double Head, double Reported)> rates = [];
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, LogEverySteps = 1, WarmupEpochs = 1 };
        ContrastiveTrainer trainer = new(model, loss, optimizer, options);

        Run();
        Run();

        // A second run starts from the rates that the optimizer was made with, not from those that the first one ended at.
        WarmupCosineSchedule encoder = new(0.001, 4, 8), head = new(0.1, 4, 8);
        rates.Should().HaveCount(16);
        for (int at = 0; at < rates.Count; at++)
        {
            rates[at].Encoder.Should().Be(encoder.LearningRateAt(at % 8));
            rates[at].Reported.Should().Be(rates[at].Encoder);
            rates[at].Head.Should().BeApproximately(head.LearningRateAt(at % 8), 1e-16);
        }

        void Run() => trainer.Train(new DrawnImages(32), new ViewGenerator(5, new AddNoise()), new Callback(report =>
        {
            double[] now = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
            rates.Add((now[0], now[1], report.LearningRate));
        }));
    }

    [Fact]
    public void Train_SecondTrainerOverAUsedOptimizer_HasItsInitialRate()
    {
        using SimClrModel model = SmallModel.ResNet();
        using NtXentLoss loss = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        TrainingOptions options = new() { Epochs = 1, BatchSize = 8, WarmupEpochs = 0, LogEverySteps = 1 };
        List<double> rates = [];
        foreach (int _ in new[] { 1, 2 })
        {
            new ContrastiveTrainer(model, loss, optimizer, options)
                .Train(new DrawnImages(16), new ViewGenerator(5, new AddNoise()), new Callback(report => rates.Add(report.LearningRate)));
        }

        rates.Should().Equal(0.1, 0.05, 0.1, 0.05);
    }
}
