using SimClr.Core.Distributed;
using SimClr.Core.Models;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Numerics;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;
using SimClr.Core.Training.Ranks;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

public sealed class GradientSumTests
{
    [WeightGradientFact]
    public void Listen_ResNetsBackwardPass_SendsMostGradientsBeforeItIsOver()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = SmallModel.ResNet();
        // Only a gradient that is written out says when a layer's is there; with AVX-512 it is not the default.
        ((ResNetEncoder)model.Encoder).PrefersExplicitGradient = true;
        model.train();
        Counting ranks = new();
        int parameters = model.Encoder.parameters().Count();
        GradientSum sum = new(model.Encoder.parameters(), ranks, new DistributedOptions { BucketBytes = 1 });
        Tensor images = EmbeddingTensors.Views(4, 1, 3 * 16 * 16).to(ScalarType.Float32).view(4, 3, 16, 16);

        using (sum.Listen())
            model.Encoder.call(images).sum().backward();
        int during = ranks.Begun;
        sum.Run();

        during.Should().BeGreaterThan(parameters / 2);
        ranks.Begun.Should().Be(parameters);
    }

    private sealed class Counting : ICollective
    {
        public int Begun { get; private set; }

        public int Rank => 0;

        public int Size => 1;

        public void AllReduce(Tensor tensor) => Begun++;

        public IReadOnlyList<Tensor> AllGather(Tensor tensor) => [tensor.clone()];

        public void Broadcast(Tensor tensor, int root = 0)
        {
        }

        public void Barrier()
        {
        }
    }
}
