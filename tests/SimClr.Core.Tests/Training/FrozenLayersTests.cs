using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>Batch norm of layers that do not learn moves its statistics as in torch, or stays as it is where that is asked for.</summary>
public sealed class FrozenLayersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Train_FrozenLayers_KeepTheirStatisticsOnlyWhereAskedTo(bool frozen)
    {
        using SimClrModel model = Model();
        Dictionary<string, float[]> before = State(model);

        Train(model, frozen);

        Dictionary<string, float[]> after = State(model);
        Changed("encoder.layer1.0.bn1.running_mean").Should().Be(!frozen);
        Changed("encoder.layer1.0.bn1.num_batches_tracked").Should().Be(!frozen);
        Changed("encoder.layer1.0.bn1.weight").Should().BeFalse();
        Changed("encoder.layer2.0.bn1.running_mean").Should().BeTrue();
        Changed("encoder.layer2.0.conv1.weight").Should().BeTrue();
        // Its layers are not all frozen, so the encoder itself is not, and neither is a layer with one frozen parameter.
        Changed("encoder.bn1.running_mean").Should().BeTrue();

        bool Changed(string name) => !before[name].SequenceEqual(after[name]);
    }

    [Fact]
    public void Train_FrozenLayersWithDropout_RunWithoutIt()
    {
        using Linear linear = nn.Linear(192, 4);
        linear.weight!.requires_grad = false;
        linear.bias!.requires_grad = false;
        using Watcher watcher = new();
        using SimClrModel model = new(new ModuleEncoder(nn.Sequential(nn.Flatten(), nn.Sequential(linear, watcher)), 3, 4), new MlpProjectionHead(4));

        Train(model, frozen: true);
        Train(model, frozen: false);

        // The first call of each is the trial pass, in evaluation mode as well.
        watcher.Modes.Should().Equal([false, false, false, false, false, true, true, true]);
    }

    [Fact]
    public void Train_FrozenLayersResumed_EqualsTheUninterruptedRun()
    {
        using SimClrModel whole = Model();
        Train(whole, frozen: true);
        using (SimClrModel interrupted = Model())
            Train(interrupted, frozen: true, Checkpoints(), stopAt: 2);
        using SimClrModel resumed = Model();
        Train(resumed, frozen: true, Checkpoints());

        SmallModel.Weights(resumed).Should().Equal(SmallModel.Weights(whole));
        FluentActions.Invoking(() => Train(Model(), frozen: false, Checkpoints())).Should().Throw<CheckpointException>()
            .Which.Differences.Should().Equal("training.FrozenLayersInEvaluationMode: True in the checkpoint, False in this run");
    }

    private CheckpointOptions Checkpoints() => new() { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent };

    private static void Train(SimClrModel model, bool frozen, CheckpointOptions? checkpoints = null, int? stopAt = null)
    {
        using NtXentLoss loss = new();
        using optim.Optimizer optimizer = optim.SGD(model.parameters(), 0.1);
        using CancellationTokenSource cancellation = new();
        TrainingOptions options = new() { Epochs = 1, BatchSize = 8, LogEverySteps = 1, WarmupEpochs = 0, FrozenLayersInEvaluationMode = frozen };
        new ContrastiveTrainer(model, loss, optimizer, options) { Checkpoints = checkpoints }.Train(
            new DrawnImages(24),
            new ViewGenerator(5, new AddNoise()),
            new Callback(report =>
            {
                if (report.Step == stopAt)
                    cancellation.Cancel();
            }),
            cancellation.Token);
    }

    private static SimClrModel Model()
    {
        SimClrModel model = SmallModel.ResNet();
        foreach ((string name, Parameter parameter) in model.named_parameters())
            parameter.requires_grad = !name.StartsWith("encoder.layer1.", StringComparison.Ordinal) && name != "encoder.bn1.weight";
        return model;
    }

    private static Dictionary<string, float[]> State(SimClrModel model) => model.state_dict()
        .ToDictionary(pair => pair.Key, pair => pair.Value.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray());

    /// <summary>Keeps the mode in which it was called.</summary>
    private sealed class Watcher() : nn.Module<Tensor, Tensor>(nameof(Watcher))
    {
        public List<bool> Modes { get; } = [];

        public override Tensor forward(Tensor input)
        {
            Modes.Add(training);
            return input.alias();
        }
    }
}
