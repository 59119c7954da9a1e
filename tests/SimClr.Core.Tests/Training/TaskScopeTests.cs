using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>A task may leave its tensors to the trainer.</summary>
public sealed class TaskScopeTests
{
    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void Train_TensorsThatEmbedLeaves_AreGoneByTheNextMicroBatch(int? microBatch)
    {
        using LeavingTask task = new();
        using optim.Optimizer optimizer = optim.SGD(task.Module.parameters(), 0.1);
        TrainingOptions options = new() { Epochs = 2, BatchSize = 8, MicroBatchSize = microBatch, Workers = 1 };

        new Trainer(task, optimizer, options).Train(new DrawnImages(8), new ViewGenerator(1, new AugmentationPipeline(), views: 1));

        task.Left.Should().HaveCount(microBatch is null ? 2 : 2 * 7, "all but one of four micro-batches go through twice")
            .And.OnlyContain(tensor => tensor.IsInvalid);
        task.MostAlive.Should().Be(0);
    }

    private sealed class LeavingTask : ITrainingTask, IDisposable
    {
        private readonly Linear _layer = nn.Linear(3, 2);

        public List<Tensor> Left { get; } = [];

        public int MostAlive { get; private set; }

        public nn.Module Module => _layer;

        public Tensor Embed(TrainingBatch batch, int group, Device device)
        {
            MostAlive = Math.Max(MostAlive, Left.Count(tensor => !tensor.IsInvalid));
            Tensor images = batch.ToTensor(group, device);
            Left.Add(images);
            return _layer.call(images.mean([2, 3]));
        }

        public Tensor Loss(EmbeddingBatch batch) => batch.Values.square().mean();

        public void Dispose() => _layer.Dispose();
    }
}
