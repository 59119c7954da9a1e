using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

public sealed class GradientCacheTests
{
    private const int Images = 24;
    private static readonly ViewGenerator Views = new(5, new AddNoise());

    [Theory]
    [InlineData(ScalarType.Float32, 1e-5)]
    [InlineData(ScalarType.Float64, 1e-10)]
    public void Backward_BatchNormFrozen_EqualsTheGradientOfTheWholeBatch(ScalarType type, double tolerance)
    {
        double[] expected = Gradient(Images, type, freeze: true);
        foreach (int microBatch in new[] { 12, 7, 2 })
            RelativeDifference(Gradient(microBatch, type, freeze: true), expected).Should().BeLessThan(tolerance);
    }

    [Fact]
    public void Backward_BatchNormInTraining_EqualsGhostBatchNorm()
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = Model(ScalarType.Float64, freeze: false);
        // The reference keeps the graphs of all micro-batches at once and differentiates through the whole.
        Tensor[] z = [.. Batches(8, passes: 1).Select(batch => model.call(batch.ToTensor(CPU).to(ScalarType.Float64)).Embedding)];
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
            foreach (ViewBatch batch in Batches(6, passes: 1))
                reference.call(batch.ToTensor(CPU));
        }

        foreach ((string name, Tensor buffer) in reference.named_buffers())
            SmallModel.Weights(model).Length.Should().Be(SmallModel.Weights(reference).Length, name);
        model.named_buffers().Zip(reference.named_buffers()).Should().OnlyContain(pair => pair.First.buffer.equal(pair.Second.buffer).all().item<bool>());
    }

    [Fact]
    public void Backward_Dropout_DrawsTheSameInBothPasses()
    {
        using DisposeScope scope = NewDisposeScope();
        double[] cached = DropoutGradient(microBatch: 8);
        double[] whole = DropoutGradient(microBatch: Images);
        cached.Should().NotEqual(new double[cached.Length]);
        // One linear layer behind dropout: with other draws in the second pass the gradients would not fit their embeddings, and differ by far more.
        RelativeDifference(cached, whole).Should().BeLessThan(1e-5);
    }

    private static double[] DropoutGradient(int microBatch)
    {
        // Dropout masks depend on position in the generator's sequence only if each micro-batch continues it: z rows are drawn in micro-batch order,
        // so the reference draws per micro-batch of the same size without a cache.
        manual_seed(3);
        nn.Module<Tensor, Tensor> network = nn.Sequential(nn.Flatten(), nn.Dropout(0.5), nn.Linear(192, 32));
        manual_seed(4);
        using (no_grad())
            network.parameters().First().copy_(sin(arange(32 * 192)).reshape(32, 192) * 0.1);
        using SimClrModel model = new(new ModuleEncoder(network, 3, 32), new DenseProjectionHead(32, new ProjectionHeadOptions { Layers = 0 }));
        if (microBatch < Images)
        {
            Run(model, microBatch);
            return Gradients(model);
        }

        Tensor[] z = [.. Batches(8, passes: 1).Select(batch => model.call(batch.ToTensor(CPU)).Embedding)];
        using NtXentLoss loss = new(0.5);
        loss.call(cat([.. z.Select(part => part.chunk(2)[0])]), cat([.. z.Select(part => part.chunk(2)[1])])).backward();
        return Gradients(model);
    }

    private static double[] Gradient(int microBatch, ScalarType type, bool freeze)
    {
        using SimClrModel model = Model(type, freeze);
        Run(model, microBatch);
        return Gradients(model);
    }

    private static void Run(SimClrModel model, int microBatch)
    {
        using DisposeScope scope = NewDisposeScope();
        int count = (Images + microBatch - 1) / microBatch;
        using IEnumerator<ViewBatch> batches = Batches(microBatch, passes: count == 1 ? 1 : 2).GetEnumerator();
        using GradientCache cache = new(model, batches, count);
        (Tensor z1, Tensor z2) = cache.Embed();
        using NtXentLoss loss = new(0.5);
        loss.call(z1, z2).backward();
        cache.Backward(z1.grad!, z2.grad!);
        batches.MoveNext().Should().BeFalse("all views are used");
    }

    private static IEnumerable<ViewBatch> Batches(int microBatch, int passes)
        => new ViewLoader(new DrawnImages(Images), Views, 2).Load(
            from pass in Enumerable.Range(0, passes)
            from indices in Enumerable.Range(0, Images).Chunk(microBatch)
            select new BatchRequest(0, indices));

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
