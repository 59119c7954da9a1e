using SimClr.Core.Distributed;
using SimClr.Core.Models;
using SimClr.Core.Models.Synchronization;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Distributed;

public sealed class SynchronizedBatchNormTests
{
    private const int Images = 10;

    // Sums of some hundred terms of 53 bits in another order.
    private const double Rounding = 1e-12;

    [Theory]
    [InlineData(2, 0)]
    [InlineData(4, 0)]
    [InlineData(3, 5)]
    public void Layer_OverRanks_IsTorchsOnTheWholeBatch(int ranks, int side)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor input = Input(side).requires_grad_();
        Tensor push = Input(side, seed: 3);
        nn.Module<Tensor, Tensor> torchs = side > 0 ? nn.BatchNorm2d(4) : nn.BatchNorm1d(4);
        torchs.to(ScalarType.Float64);
        Tensor expected = torchs.call(input);
        expected.backward([push]);

        Passed[] all = ThreadRanks.Run(ranks, collective => PassThrough(collective, side));

        EmbeddingTensors.RelativeError([.. all.SelectMany(rank => rank.Output)], expected.Flat()).Should().BeLessThan(Rounding);
        EmbeddingTensors.RelativeError([.. all.SelectMany(rank => rank.ByInput)], input.grad!.Flat()).Should().BeLessThan(Rounding);
        foreach (string name in (string[])["weight", "bias"])
        {
            double[] sum = [.. Enumerable.Range(0, 4).Select(channel => all.Sum(rank => rank.ByWeights[name][channel]))];
            EmbeddingTensors.RelativeError(sum, torchs.get_parameter(name)!.grad!.Flat()).Should().BeLessThan(Rounding);
        }

        foreach (string name in (string[])["running_mean", "running_var", "num_batches_tracked"])
            all.Should().AllSatisfy(rank => EmbeddingTensors.RelativeError(rank.Buffers[name], torchs.get_buffer(name)!.Flat()).Should().BeLessThan(Rounding));
    }

    [Fact]
    public void Layer_InEvaluationMode_AsksNoOtherRank()
    {
        ThreadRanks.Run(2, collective =>
        {
            using DisposeScope scope = NewDisposeScope();
            using BatchNormLayer layer = new(4);
            using SynchronizedBatchNorm together = new(layer, collective);
            layer.eval();
            return collective.Rank == 0 ? layer.call(Input(0).to(ScalarType.Float32)).Flat() : [];
        }, out int exchanges);

        exchanges.Should().Be(0);
    }

    /// <summary>The pass whose gradient is written out, and the layers of the projection head.</summary>
    [Fact]
    public void ResNet_OverRanks_HasTheGradientOfOneProcess()
    {
        float[] whole = Gradient(null);

        float[][] all = ThreadRanks.Run(2, Gradient);

        // Both add up products of 24 bits, in another order, through twenty layers.
        double[] sum = [.. whole.Select((_, at) => (double)all[0][at] + all[1][at])];
        EmbeddingTensors.RelativeError(sum, [.. whole.Select(value => (double)value)]).Should().BeLessThan(1e-5);
    }

    private static float[] Gradient(ICollective? collective)
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = SmallModel.ResNet();
        using SynchronizedBatchNorm together = new(model, collective);
        model.train();
        (int rank, int size) = (collective?.Rank ?? 0, collective?.Size ?? 1);
        int own = Images / size;
        Tensor images = EmbeddingTensors.Views(Images, 1, 3 * 16 * 16).to(ScalarType.Float32).view(Images, 3, 16, 16).narrow(0, rank * own, own);
        Tensor push = EmbeddingTensors.Views(Images, 1, 16, seed: 4).to(ScalarType.Float32).narrow(0, rank * own, own);
        model.call(images).Embedding.backward([push]);
        return [.. model.parameters().SelectMany(parameter => parameter.grad!.contiguous().data<float>().ToArray())];
    }

    private static Passed PassThrough(ICollective collective, int side)
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNormLayer layer = new(4);
        layer.to(ScalarType.Float64);
        using SynchronizedBatchNorm together = new(layer, collective);
        (int first, int last) = (Images * collective.Rank / collective.Size, Images * (collective.Rank + 1) / collective.Size);
        Tensor own = Input(side).narrow(0, first, last - first).clone().requires_grad_();
        Tensor output = layer.call(own);
        output.backward([Input(side, seed: 3).narrow(0, first, last - first)]);
        return new Passed(
            output.Flat(),
            own.grad!.Flat(),
            layer.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad!.Flat()),
            layer.named_buffers().ToDictionary(pair => pair.name, pair => pair.buffer.Flat()));
    }

    private static Tensor Input(int side, long seed = 2)
    {
        Tensor rows = EmbeddingTensors.Views(Images, 1, 4 * Math.Max(1, side * side), seed) + 3;
        return side > 0 ? rows.view(Images, 4, side, side) : rows;
    }

    private sealed record Passed(double[] Output, double[] ByInput, Dictionary<string, double[]> ByWeights, Dictionary<string, double[]> Buffers);
}
