using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Training;
using TorchSharp;

namespace SimClr.Core.Tests.Loading;

public sealed class ViewLoaderTests
{
    private static readonly ViewGenerator Noise = new(5, new AddNoise());

    [Theory]
    [InlineData(2, 1)]
    [InlineData(4, 2)]
    [InlineData(7, 5)]
    public void Load_AnyNumberOfWorkers_GivesTheSameBytes(int workers, int prefetch)
    {
        float[][] expected = LoadAll(Loader(new DrawnImages(50), Noise, 1, 1));
        float[][] actual = LoadAll(Loader(new DrawnImages(50), Noise, workers, prefetch));
        actual.Should().HaveCount(expected.Length);
        for (int batch = 0; batch < expected.Length; batch++)
            actual[batch].AsSpan().SequenceEqual(expected[batch]).Should().BeTrue($"batch {batch} must not depend on the workers");
    }

    [Fact]
    public void Load_TwoViews_HoldsFirstViewsThenSecondViewsInterleaved()
    {
        DrawnImages source = new(5, side: 2);
        TrainingBatch batch = Loader(source, Noise, 2).Load([new BatchRequest(3, [4, 1])]).Single();
        for (int branch = 0; branch < 2; branch++)
        {
            for (int position = 0; position < 2; position++)
            {
                int index = batch.Indices[position];
                float noise = new RandomStream(5, 3, index, branch).NextSingle();
                float[] expected = [.. source.Read(index).Bytes.ToArray().Select(value => value * (1f / 255) + noise)];
                batch.Values(0).Slice((branch * 2 + position) * 12, 12).ToArray().Should().Equal(expected);
            }
        }
    }

    [Fact]
    public void ToTensor_Batch_IsChannelsLastAndHoldsTheValues()
    {
        TrainingBatch batch = Loader(new DrawnImages(3, side: 4), Noise, 1).Load([new BatchRequest(0, [0, 1, 2])]).Single();
        using torch.Tensor tensor = batch.ToTensor(0, torch.CPU);
        tensor.shape.Should().Equal(6, 3, 4, 4);
        tensor.stride().Should().Equal(48, 1, 12, 3);
        tensor[4, 2, 1, 3].item<float>().Should().Be(batch.Values(0)[4 * 48 + 12 + 3 * 3 + 2]);
    }

    [Fact]
    public void Load_FailingImage_ThrowsTheOriginalWithItsIndexAndStopsTheWorkers()
    {
        ViewLoader loader = Loader(new DrawnImages(64) { FailingIndex = 17 }, Noise, 3);
        Action act = () => LoadAll(loader);
        ViewGenerationException thrown = act.Should().Throw<ViewGenerationException>().WithMessage("*image 17*seventeen.png*").Which;
        thrown.ImageIndex.Should().Be(17);
        thrown.InnerException.Should().BeOfType<ImageReadException>();
    }

    [Fact]
    public void Load_FailingAugmentation_NamesImageAndView()
    {
        int[] indices = [.. Enumerable.Range(0, 8)];
        InMemorySource source = new([.. indices.Select(index => new Image(new byte[] { (byte)(index == 5 ? 255 : 0) }, 1, 1, 1))]);
        ViewGenerator views = new(1, [new AddNoise(), new AugmentationPipeline().Then("refuse white", (view, _) =>
        {
            if (view.Pixels[0] == 1)
                throw new InvalidOperationException("white");
        })]);

        ViewGenerationException thrown = Loader(source, views, workers: 2).Invoking(it => it.Load([new BatchRequest(4, indices)]).Count())
            .Should().Throw<ViewGenerationException>().WithMessage("Making view 1 of image 5 in epoch 5 failed: white").Which;

        (thrown.ImageIndex, thrown.ViewNumber).Should().Be((5, 1));
    }

    [Fact]
    public void Load_FailingImageOfALaterBatch_GivesTheBatchesBeforeIt()
    {
        ViewLoader loader = Loader(new DrawnImages(64) { FailingIndex = 17 }, Noise, 3);
        IEnumerable<BatchRequest> requests = Enumerable.Range(0, 64).Chunk(8).Select(indices => new BatchRequest(0, indices));
        int batches = 0;

        FluentActions.Invoking(() =>
            {
                foreach (TrainingBatch _ in loader.Load(requests))
                    batches++;
            })
            .Should().Throw<ViewGenerationException>().Which.ViewNumber.Should().Be(-1, "no view can be made of it");

        batches.Should().Be(2);
    }

    [Fact]
    public void Load_ViewOfAnotherShape_NamesImageAndShapes()
    {
        InMixedSizes source = new();
        Action act = () => LoadAll(Loader(source, Noise, 2));
        act.Should().Throw<ViewGenerationException>().WithMessage("*image 1*[3, 9, 9]*[3, 8, 8]*");
    }

    [Fact]
    public void Load_Canceled_EndsTheEnumeration()
    {
        using CancellationTokenSource cancellation = new();
        ViewLoader loader = Loader(new DrawnImages(64), Noise, 2);
        int batches = 0;
        Action act = () =>
        {
            foreach (TrainingBatch _ in loader.Load(Requests(64, 1000), cancellation.Token))
            {
                if (++batches == 3)
                    cancellation.Cancel();
            }
        };
        act.Should().Throw<OperationCanceledException>();
        batches.Should().Be(3);
    }

    [Fact]
    public void Load_LeftEarly_MakesNoMoreThanTheBound()
    {
        DrawnImages source = new(64);
        ViewLoader loader = Loader(source, Noise, 2, prefetch: 2);
        int before = source.Reads;
        loader.Load(Requests(64, 1000)).Take(1).Count().Should().Be(1);
        (source.Reads - before).Should().BeInRange(8, 8 * 4, "one batch was taken, and three buffers exist");
        int after = source.Reads;
        Thread.Sleep(30);
        source.Reads.Should().Be(after, "the workers have ended");
    }

    [Fact]
    public void Constructor_BranchesOfTwoShapes_AreTwoGroups()
    {
        ViewLoader loader = new(new DrawnImages(3), new ViewGenerator(0, [new AddNoise(), new Halve()]));
        loader.Groups.Should().Equal(new ViewGroup(new ViewShape(3, 8, 8), 1), new ViewGroup(new ViewShape(3, 4, 4), 1));
        loader.Views.Should().Be(2);
    }

    [Fact]
    public void Load_GrayImageAmongColored_SaysSoInsteadOfAdvisingACrop()
    {
        InMemorySource source = new([.. Enumerable.Range(0, 8).Select(index => new Image(new byte[64 * (index == 3 ? 1 : 3)], 8, 8, index == 3 ? 1 : 3))]);
        foreach (NonRgbHandling handling in Enum.GetValues<NonRgbHandling>())
        {
            AugmentationPipeline pipeline = SimClrAugmentations.Cifar(8, o => o.NonRgb = handling);
            ViewLoader loader = Loader(source, new ViewGenerator(1, pipeline), 2);
            ViewGenerationException thrown = FluentActions.Invoking(() => loader.Load([new BatchRequest(0, [.. Enumerable.Range(0, 8)])]).Count())
                .Should().Throw<ViewGenerationException>().WithMessage("*Image 3 has 1 channel, but image 0 has 3*ImageDecodingOptions.Channels*").Which;
            thrown.Message.Should().NotContain("crop").And.NotContain("PassThrough");
            thrown.ImageIndex.Should().Be(3);
        }
    }

    [Fact]
    public void Load_OwnOperationThatMakesChannelsAlike_IsNotRefused()
    {
        InMemorySource source = new([new Image(new byte[64 * 3], 8, 8, 3), new Image(new byte[64], 8, 8, 1)]);
        AugmentationPipeline pipeline = new AugmentationPipeline().Then("first channel", (view, _) =>
        {
            ReadOnlySpan<float> first = view.Plane(0);
            first.CopyTo(view.Prepare(new ViewShape(1, 8, 8)));
            view.Commit(new ViewShape(1, 8, 8));
        });

        new ViewLoader(source, new ViewGenerator(1, pipeline)).Load([new BatchRequest(0, [0, 1])]).Single().Groups[0].Shape.Channels.Should().Be(1);
    }

    [Fact]
    public void Load_ImageTooLongToResize_IsNamed()
    {
        InMemorySource source = new([new Image(new byte[64], 8, 8, 1), new Image(new byte[8_000_000], 1, 8_000_000, 1)]);
        ViewLoader loader = new(source, new ViewGenerator(1, new Resize(32, 32)));

        FluentActions.Invoking(() => loader.Load([new BatchRequest(0, [0, 1])]).Count())
            .Should().Throw<ViewGenerationException>().WithMessage("*image 1*Resizing a view [1, 8000000, 1] to [1, 32, 32]*");
    }

    [Fact]
    public void Load_ThinImageAmongOthers_IsCropped()
    {
        InMemorySource source = new([new Image(new byte[64 * 3], 8, 8, 3), new Image(new byte[65_000 * 3], 1, 65_000, 3)]);
        ViewLoader loader = Loader(source, new ViewGenerator(1, SimClrAugmentations.Evaluation(96)), workers: 1);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        loader.Load([new BatchRequest(0, [0, 1])]).Count().Should().Be(1);

        (GC.GetTotalAllocatedBytes(precise: true) - before).Should().BeLessThan(8 << 20);
    }

    [Fact]
    public void Constructor_ThinFirstImageWithoutACrop_IsRefused()
    {
        InMemorySource source = new([new Image(new byte[65_000 * 3], 1, 65_000, 3)]);

        FluentActions.Invoking(() => new ViewLoader(source, new ViewGenerator(1, new Resize(110))))
            .Should().Throw<ArgumentException>().WithMessage("Resizing a view [3, 65000, 1]*CenterCrop*");
    }

    private static ViewLoader Loader(IImageSource source, ViewGenerator views, int workers, int prefetch = 2)
        => new(source, views, new ViewLoaderOptions { Workers = workers, PrefetchBatches = prefetch });

    private static IEnumerable<BatchRequest> Requests(int images, int batches)
        => Enumerable.Range(0, batches)
            .Select(batch => new BatchRequest(batch, [.. Enumerable.Range(0, 8).Select(at => (batch * 8 + at * 3) % images)]));

    private static float[][] LoadAll(ViewLoader loader) => [.. loader.Load(Requests(50, 20)).Select(batch => batch.Values(0).ToArray())];

    private sealed class Halve : IAugmentation
    {
        public void Apply(View view, RandomStream random)
        {
            ViewShape half = new(view.Shape.Channels, view.Shape.Height / 2, view.Shape.Width / 2);
            view.Prepare(half).Clear();
            view.Commit(half);
        }
    }

    private sealed class InMixedSizes : IImageSource
    {
        public int Count => 64;

        public IReadOnlyList<string> ClassNames => [];

        public Image Read(int index) => index == 1 ? new Image(new byte[9 * 9 * 3], 9, 9, 3) : new Image(new byte[8 * 8 * 3], 8, 8, 3);

        public int? GetLabel(int index) => null;
    }
}
