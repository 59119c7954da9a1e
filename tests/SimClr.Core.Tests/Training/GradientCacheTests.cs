using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Tests.Losses;
using SimClr.Core.Tests.Numerics;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

public sealed class GradientCacheTests
{
    private const int Images = 24;
    private static readonly ViewGenerator Views = new(5, new AddNoise());

    /// <summary>18 layers forward, and as many for each of the two gradients.</summary>
    private const int LayerPasses = 3 * 18;

    /// <summary>Of the first layers' weight gradients: a term for each pixel of each view.</summary>
    private const int LongestSum = 2 * Images * 8 * 8;

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Backward_BatchNormFrozen_EqualsTheGradientOfTheWholeBatch(ScalarType type)
    {
        double[] expected = Gradient(Images, type, freeze: true);
        foreach (int microBatch in new[] { 12, 7, 2 })
        {
            RelativeDifference(Gradient(microBatch, type, freeze: true), expected)
                .Should().BeLessThan(2 * RoundingBounds.Likely(LayerPasses * LongestSum, type));
        }
    }

    public static TheoryData<ContrastiveLoss> Losses => new(
        new NtXentLoss(0.1),
        new NtXentLoss(0.01, NtXentReduction.SumOfDirections),
        new NtLogisticLoss(),
        new NtLogisticLoss(mining: NegativeMining.SemiHard),
        new MarginTripletLoss(mining: NegativeMining.All),
        new MarginTripletLoss(mining: NegativeMining.SemiHard));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Backward_EveryLoss_EqualsTheGradientOfTheWholeBatch(ContrastiveLoss loss)
        => RelativeDifference(Gradient(7, ScalarType.Float64, freeze: true, loss), Gradient(Images, ScalarType.Float64, freeze: true, loss))
            .Should().BeLessThan(1e-9);

    [Fact]
    public void Backward_BFloat16_EqualsTheGradientOfTheWholeBatchWithinItsRounding()
    {
        double[] expected = BFloat16Gradient(Images);
        // A path may store the sum over a kernel's positions, of 4 to 32 channels, at each; what is summed over pixels once for each image.
        const int partialSums = 2 * 9 + 6;
        RelativeDifference(BFloat16Gradient(8), expected)
            .Should().BeLessThan(2 * RoundingBounds.RootMeanSquare(LayerPasses * partialSums, ScalarType.BFloat16));
        RelativeDifference(Gradient(Images, ScalarType.Float32, freeze: true), expected)
            .Should().BeGreaterThan(1e-5, "the arithmetic is another");
    }

    [Fact]
    public void Backward_BatchNormInTraining_EqualsGhostBatchNorm()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Model(ScalarType.Float64, freeze: false);
        // The reference keeps the graphs of all micro-batches at once and differentiates through the whole.
        Tensor[] z = [.. MicroBatches(8).Select(batch => model.call(batch.ToTensor(0, CPU).to(ScalarType.Float64)).Embedding)];
        using NtXentLoss loss = new(0.5);
        loss.call(cat([.. z.Select(part => part.chunk(2)[0])]), cat([.. z.Select(part => part.chunk(2)[1])])).backward();
        RelativeDifference(Gradient(8, ScalarType.Float64, freeze: false), Gradients(model)).Should().BeLessThan(1e-10);
    }

    [Fact]
    public void Backward_SeveralMicroBatches_UpdatesRunningStatisticsOnce()
    {
        using SimClrModel model = Model(ScalarType.Float32, freeze: false);
        Run(model, 6);
        model.state_dict()["encoder.bn1.num_batches_tracked"].item<long>().Should().Be(Images / 6);
        using SimClrModel reference = Model(ScalarType.Float32, freeze: false);
        using (no_grad())
        {
            foreach (TrainingBatch batch in MicroBatches(6))
                reference.call(batch.ToTensor(0, CPU));
        }

        Dictionary<string, Tensor> expected = reference.named_buffers().ToDictionary(item => item.name, item => item.buffer);
        foreach ((string name, Tensor buffer) in model.named_buffers())
            buffer.equal(expected[name]).all().item<bool>().Should().BeTrue(name);
    }

    [Fact]
    public void Backward_Dropout_DrawsTheSameInBothPasses()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] cached = DropoutGradient(microBatch: 8);
        double[] whole = DropoutGradient(microBatch: Images);
        cached.Should().NotEqual(new double[cached.Length]);
        // One linear layer behind dropout: with other draws in the second pass the gradients would not fit their embeddings, and differ by
        // far more.
        RelativeDifference(cached, whole).Should().BeLessThan(
            LossBounds.Gradient(ScalarType.Float32, 2 * Images, 32, 0.5)
                + 2 * RoundingBounds.Likely(192 + 32 + 2 * Images, ScalarType.Float32));
    }

    private static double[] DropoutGradient(int microBatch)
    {
        // The reference keeps all graphs and lets the micro-batches draw in the order in which the cache first sees them: the first one
        // last.
        manual_seed(3);
        nn.Module<Tensor, Tensor> network = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(192, 32));
        manual_seed(4);
        using (no_grad())
            network.parameters().First().copy_(sin(arange(32 * 192)).reshape(32, 192) * 0.1);
        using SimClrModel model = new(
            new ModuleEncoder(network, 3, 32), new MlpProjectionHead(32, new ProjectionHeadOptions { Layers = 0 }));
        if (microBatch < Images)
        {
            Run(model, microBatch);
            return Gradients(model);
        }

        Tensor[] z = [.. Load([.. Chunks(8).Skip(1), Chunks(8)[0]]).Select(batch => model.call(batch.ToTensor(0, CPU)).Embedding)];
        using NtXentLoss loss = new(0.5);
        loss.call(cat([.. z.Select(part => part.chunk(2)[0])]), cat([.. z.Select(part => part.chunk(2)[1])])).backward();
        return Gradients(model);
    }

    private static double[] Gradient(int microBatch, ScalarType type, bool freeze, ContrastiveLoss? loss = null)
    {
        using SimClrModel model = Model(type, freeze);
        Run(model, microBatch, loss);
        return Gradients(model);
    }

    private static double[] BFloat16Gradient(int microBatch)
    {
        using SimClrModel model = SmallModel.ResNet(3, Precision.BFloat16);
        model.eval();
        Run(model, microBatch);
        return Gradients(model);
    }

    private static void Run(SimClrModel model, int microBatch, ContrastiveLoss? loss = null)
    {
        using DisposeScope scope = NewDisposeScope();
        int count = (Images + microBatch - 1) / microBatch;
        using IEnumerator<TrainingBatch> batches = Load(MicroBatchOrder.Of(Chunks(microBatch))).GetEnumerator();
        loss ??= new NtXentLoss(0.5);
        using GradientCache cache = new(new ContrastiveTask(model, loss), batches, count);
        EmbeddingBatch batch = cache.Embed();
        loss.call(batch).backward();
        cache.Backward(batch.Values.grad!);
        batches.MoveNext().Should().BeFalse("all views are used");
    }

    private static IEnumerable<TrainingBatch> MicroBatches(int size) => Load(Chunks(size));

    private static int[][] Chunks(int size) => [.. Enumerable.Range(0, Images).Chunk(size)];

    private static IEnumerable<TrainingBatch> Load(IEnumerable<int[]> microBatches)
        => new ViewLoader(new DrawnImages(Images), Views).Load(microBatches.Select(indices => new BatchRequest(0, indices)));

    private static SimClrModel Model(ScalarType type, bool freeze)
    {
        SimClrModel model = SmallModel.ResNet(3);
        model.to(type);
        model.train(!freeze);
        return model;
    }

    private static double[] Gradients(SimClrModel model)
        => [.. model.parameters().SelectMany(parameter => parameter.grad!.to(ScalarType.Float64).contiguous().data<double>().ToArray())];

    private static double RelativeDifference(double[] actual, double[] expected)
        => Math.Sqrt(actual.Zip(expected, (a, e) => (a - e) * (a - e)).Sum() / expected.Sum(e => e * e));
}
