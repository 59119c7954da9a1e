using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

/// <summary>As <see cref="ContrastiveTask"/>, in double precision.</summary>
internal sealed class DoubleTask(SimClrModel model, ContrastiveLoss loss) : ITrainingTask
{
    public nn.Module Module => model;

    public Encoder Encoder => model.Encoder;

    public Tensor Embed(TrainingBatch batch, int group, Device device)
        => model.call(batch.ToTensor(group, device).to(ScalarType.Float64)).Embedding;

    public Tensor Loss(EmbeddingBatch batch) => loss.call(batch);
}
