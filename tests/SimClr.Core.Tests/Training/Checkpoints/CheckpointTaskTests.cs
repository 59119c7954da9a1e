using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Tests.Data;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training.Checkpoints;

/// <summary>What a checkpoint knows of a custom task.</summary>
public sealed class CheckpointTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Train_OtherOptionOfTheTask_IsAnotherRunByThatName()
    {
        Train(weight: 1, new FirstAim());

        FluentActions.Invoking(() => Train(weight: 2, new FirstAim())).Should().Throw<CheckpointException>().Which.Differences
            .Should().Equal("task.Weight: 1 in the checkpoint, 2 in this run");
    }

    [Fact]
    public void Train_PartOfAnotherType_IsAnotherRunByThatName()
    {
        Train(weight: 1, new FirstAim());

        FluentActions.Invoking(() => Train(weight: 1, new SecondAim())).Should().Throw<CheckpointException>().Which.Differences
            .Should().Equal("aim.type: FirstAim in the checkpoint, SecondAim in this run");
    }

    private void Train(double weight, object aim)
    {
        random.manual_seed(1);
        using Sequential network = nn.Sequential(nn.Flatten(), nn.Linear(192, 4));
        using SGD optimizer = optim.SGD(network.parameters(), 0.01);
        Trainer trainer = new(new AimedTask(network, weight, aim), optimizer, new TrainingOptions { Epochs = 1, BatchSize = 8, Workers = 1 })
        {
            Checkpoints = new CheckpointOptions { Folder = _folder.At("run"), Resume = ResumeMode.IfPresent },
        };
        trainer.Train(new DrawnImages(16), new ViewGenerator(5, new AddNoise(), views: 1));
    }

    private sealed class FirstAim;

    private sealed class SecondAim;

    private sealed class AimedTask(Sequential network, double weight, object aim) : ITrainingTask
    {
        public double Weight { get; } = weight;

        public nn.Module Module => network;

        public IReadOnlyDictionary<string, object> Parts => new Dictionary<string, object> { ["aim"] = aim };

        public Tensor Embed(TrainingBatch batch, int group, Device device) => network.call(batch.ToTensor(group, device));

        public Tensor Loss(EmbeddingBatch batch) => batch.Values.pow(2).mean() * Weight;
    }
}
