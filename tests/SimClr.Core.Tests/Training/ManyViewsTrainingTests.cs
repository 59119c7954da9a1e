using SimClr.Core.Augmentation;
using SimClr.Core.Loading;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Randomness;
using SimClr.Core.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Tests.Training;

/// <summary>More than two views, of one shape or several, and labels, from the loader to the loss.</summary>
public sealed class ManyViewsTrainingTests
{
    private const int Images = 12;

    [Theory]
    [InlineData(1, 12)]
    [InlineData(1, 5)]
    [InlineData(2, 12)]
    [InlineData(2, 5)]
    [InlineData(3, 12)]
    [InlineData(3, 4)]
    [InlineData(4, 5)]
    public void Embed_ViewsInMicroBatches_StandViewByViewWithTheirLabels(int views, int microBatch)
    {
        using DisposeScope scope = NewDisposeScope();
        (EmbeddingBatch batch, TrainingBatch whole) = Embed(Enumerable.Repeat(8, views), microBatch);
        batch.Views.Should().Be(views);
        batch.Labels!.data<long>().ToArray().Should().Equal(Enumerable.Range(0, Images).Select(image => image % 2L));
        float[] values = batch.Values.detach().data<float>().ToArray();
        // The task gives each view's mean.
        int length = whole.Groups[0].Shape.Length;
        float[] expected = [.. whole.Values(0).ToArray().Chunk(length).Select(view => view.Average())];
        values.Zip(expected, (actual, wanted) => Math.Abs(actual - wanted)).Max().Should().BeLessThan(length * MathF.ScaleB(1, -24));
        values.Should().HaveCount(views * Images);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(5)]
    public void Embed_CropsOfSeveralSizes_EqualAnExplicitLoop(int microBatch)
    {
        using DisposeScope scope = NewDisposeScope();
        int[] sides = [8, 8, 4, 4, 4];
        (EmbeddingBatch batch, _) = Embed(sides, microBatch);
        batch.Views.Should().Be(5);
        float[] values = batch.Values.detach().data<float>().ToArray();
        DrawnImages source = Source();
        ViewGenerator generator = Generator(sides);
        View view = new();
        RandomStream random = new(0);
        for (int number = 0; number < sides.Length; number++)
        {
            for (int image = 0; image < Images; image++)
            {
                generator.Generate(source.Read(image), image, 0, number, view, random);
                double mean = view.Pixels.ToArray().Average(value => (double)value);
                values[number * Images + image].Should().BeApproximately((float)mean, view.Shape.Length * MathF.ScaleB(1, -24));
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Backward_ManyViewsInMicroBatches_EqualsTheWholeBatch(int views)
    {
        double[] whole = Gradient(views, Images);
        foreach (int microBatch in new[] { 7, 4 })
            Gradient(views, microBatch).Zip(whole, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-9 * whole.Max(Math.Abs));
    }

    [Fact]
    public void Train_MultiCrop_LearnsOnAllOfThem()
    {
        using SimClrPipeline pipeline = new SimClrBuilder()
            .UseImages(new DrawnImages(16, side: 16))
            .UseAugmentations(() => SimClrAugmentations.MultiCrop(new() { LargeSize = 8, SmallSize = 4, LargeViews = 2, SmallViews = 3 }))
            .UseEncoder(ResNetDepth.ResNet10, o => (o.Stem, o.WidthMultiplier) = (ResNetStem.Cifar, 1 / 32.0))
            .ConfigureTraining(o => (o.Epochs, o.BatchSize, o.MicroBatchSize, o.LogEverySteps) = (8, 16, 6, 1))
            .Build();
        TrainingResult result = pipeline.Train();
        result.Epochs[^1].Loss.Should().BeLessThan(result.Epochs[0].Loss);
        result.ViewsPerSecond.Should().BePositive();
    }

    private static double[] Gradient(int views, int microBatch)
    {
        using DisposeScope scope = NewDisposeScope();
        using SimClrModel model = SmallModel.ResNet(3);
        model.to(ScalarType.Float64).eval();
        using NtXentLoss loss = new();
        (EmbeddingBatch batch, GradientCache cache) = Cache(new DoubleTask(model, loss), Enumerable.Repeat(8, views), microBatch);
        using (cache)
        {
            loss.call(batch).backward();
            cache.Backward(batch.Values.grad!);
        }

        return [.. model.parameters().SelectMany(parameter => parameter.grad!.contiguous().data<double>().ToArray())];
    }

    private static (EmbeddingBatch Batch, TrainingBatch Whole) Embed(IEnumerable<int> sides, int microBatch)
    {
        int[] all = [.. sides];
        (EmbeddingBatch batch, GradientCache cache) = Cache(new MeanTask(), all, microBatch);
        cache.Dispose();
        return (batch, new ViewLoader(Source(), Generator(all)).Load([new BatchRequest(0, [.. Enumerable.Range(0, Images)])]).First());
    }

    private static (EmbeddingBatch Batch, GradientCache Cache) Cache(ITrainingTask task, IEnumerable<int> sides, int microBatch)
    {
        BatchRequest[] requests = [.. Enumerable.Range(0, Images).Chunk(microBatch).Select(indices => new BatchRequest(0, indices))];
        ViewLoader loader = new(Source(), Generator([.. sides]));
        GradientCache cache = new(task, loader.Load(MicroBatchOrder.Of(requests)).GetEnumerator(), requests.Length);
        return (cache.Embed(), cache);
    }

    private static DrawnImages Source() => new(Images) { ClassNames = ["even", "odd"] };

    private static ViewGenerator Generator(int[] sides)
        => new(5, sides.Select(side => new AugmentationPipeline().Append(new AddNoise()).CenterCrop(side)));

    /// <summary>A view's embedding is its mean times a weight of 1.</summary>
    private sealed class MeanTask : ITrainingTask
    {
        private readonly TorchSharp.Modules.Linear _weight = nn.Linear(1, 1, hasBias: false);

        public MeanTask()
        {
            using IDisposable mode = no_grad();
            _weight.weight!.fill_(1);
        }

        public nn.Module Module => _weight;

        public Tensor Embed(TrainingBatch batch, int group, Device device) => _weight.call(batch.ToTensor(group, device).mean([1, 2, 3]).unsqueeze(1));

        public Tensor Loss(EmbeddingBatch batch) => batch.Values.sum();
    }

    /// <summary>As <see cref="ContrastiveTask"/>, in double precision.</summary>
    private sealed class DoubleTask(SimClrModel model, ContrastiveLoss loss) : ITrainingTask
    {
        public nn.Module Module => model;

        public Tensor Embed(TrainingBatch batch, int group, Device device)
            => model.call(batch.ToTensor(group, device).to(ScalarType.Float64)).Embedding;

        public Tensor Loss(EmbeddingBatch batch) => loss.call(batch);
    }
}
