using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Optimization;
using SimClr.Core.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Outside;

/// <summary>Supervised classification: the embeddings are the logits.</summary>
internal sealed class Classification(Sequential network) : ITrainingTask
{
    public nn.Module Module => network;

    public Tensor Embed(TrainingBatch batch, int group, Device device) => network.call(batch.ToTensor(group, device)); // [N, classes]

    public Tensor Loss(EmbeddingBatch batch) => nn.functional.cross_entropy(batch.Values, batch.Labels!);

    public void Measure(EmbeddingBatch batch, MetricSink metrics)
        => metrics.Add("top1", batch.Values.argmax(1).eq(batch.Labels!).to(float32).mean());
}

internal static class ClassificationRun
{
    public static void Train(string folder, int epochs)
    {
        using Sequential network = nn.Sequential(new PatchEncoder(3, 4, 32, seed: 1), nn.ReLU(), nn.Dropout(0.1), nn.Linear(32, 4));
        optim.Optimizer optimizer = optim.SGD(network.parameters(), 0.05, momentum: 0.9);
        Trainer trainer = new(new Classification(network), optimizer, new TrainingOptions { Epochs = epochs, BatchSize = 16 })
        {
            Schedule = new ConstantSchedule(0.05),
            Checkpoints = new CheckpointOptions { Folder = folder, Resume = ResumeMode.IfPresent, AllowMoreEpochs = true },
        };
        TrainingResult result = trainer.Train(SmallRun.Images, new ViewGenerator(1, new RandomResizedCrop(16), views: 1));
        SmallRun.Print("top1", string.Join(' ', result.Epochs.Select(epoch => $"{epoch.Metrics["top1"]:R}")));
        SmallRun.Print("weights", Convert.ToHexString(SmallRun.Weights(network).bytes));
    }
}
