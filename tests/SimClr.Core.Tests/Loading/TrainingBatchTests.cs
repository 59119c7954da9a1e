using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Loading;
using SimClr.Core.Randomness;
using SimClr.Core.Tests.Evaluation;
using SimClr.Core.Tests.Training;
using TorchSharp;

namespace SimClr.Core.Tests.Loading;

public sealed class TrainingBatchTests
{
    private static readonly MultiCropOptions Crops = new() { LargeViews = 2, LargeSize = 8, SmallViews = 3, SmallSize = 5 };

    private static readonly string[] Classes = ["a", "b", "c"];

    public static TheoryData<string, ViewGenerator, ViewGroup[]> Generators => new()
    {
        { "one view", new(5, new AddNoise(), views: 1), [new(new(3, 12, 12), 1)] },
        { "two views", new(5, new AddNoise()), [new(new(3, 12, 12), 2)] },
        { "three views", new(5, SimClrAugmentations.Cifar(8), views: 3), [new(new(3, 8, 8), 3)] },
        { "four views", new(5, SimClrAugmentations.Cifar(8), views: 4), [new(new(3, 8, 8), 4)] },
        { "multi-crop", new(5, SimClrAugmentations.MultiCrop(Crops)), [new(new(3, 8, 8), 2), new(new(3, 5, 5), 3)] },
        {
            "sizes in turn",
            new(5, [new RandomResizedCrop(5), new CenterCrop(7), new RandomResizedCrop(5), new AddNoise(), new CenterCrop(7)]),
            [new(new(3, 5, 5), 2), new(new(3, 7, 7), 2), new(new(3, 12, 12), 1)]
        },
    };

    [Theory]
    [MemberData(nameof(Generators))]
    public void Values_AnyNumberAndShapesOfViews_AreThoseOfViewsMadeOneByOne(string name, ViewGenerator views, ViewGroup[] groups)
    {
        DrawnImages source = new(9, side: 12);
        TrainingBatch batch = Single(new ViewLoader(source, views), new BatchRequest(3, [4, 1, 7]));

        batch.Groups.Should().Equal(groups, name);
        batch.Views.Should().Be(views.Branches.Count);
        batch.Epoch.Should().Be(3);
        batch.Indices.Should().Equal(4, 1, 7);
        for (int group = 0; group < groups.Length; group++)
            batch.Values(group).ToArray().Should().Equal(OneByOne(source, views, groups[group].Shape), $"group {group} of {name}");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Load_SeveralShapes_GivesTheSameBytesForAnyNumberOfWorkers(int workers)
    {
        float[][] Bytes(int count)
        {
            ViewLoaderOptions options = new() { Workers = count, PrefetchBatches = count };
            ViewLoader loader = new(new DrawnImages(40, side: 12), new(5, SimClrAugmentations.MultiCrop(Crops)), options);
            IEnumerable<BatchRequest> requests = Enumerable.Range(0, 6)
                .Select(epoch => new BatchRequest(epoch, [.. Enumerable.Range(epoch, 13 + epoch)]));
            return [.. loader.Load(requests).SelectMany(batch => new[] { batch.Values(0).ToArray(), batch.Values(1).ToArray() })];
        }

        Bytes(workers).Should().BeEquivalentTo(Bytes(1), options => options.WithStrictOrdering());
    }

    [Fact]
    public void ToTensor_OfEachGroup_IsChannelsLastAndHoldsItsValues()
    {
        ViewLoader loader = new(new DrawnImages(5, side: 12), new(5, SimClrAugmentations.MultiCrop(Crops)));
        TrainingBatch batch = Single(loader, new BatchRequest(0, [0, 2]));
        for (int group = 0; group < 2; group++)
        {
            using torch.Tensor tensor = batch.ToTensor(group, torch.CPU);
            (ViewShape shape, int views) = batch.Groups[group];
            tensor.shape.Should().Equal(views * 2, 3, shape.Height, shape.Width);
            tensor.stride().Should().Equal(shape.Length, 1, 3 * shape.Width, 3);
            using torch.Tensor interleaved = tensor.permute(0, 2, 3, 1);
            interleaved.contiguous().data<float>().ToArray().Should().Equal(batch.Values(group).ToArray());
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Values_NoSuchGroup_IsRefused(int group)
    {
        TrainingBatch batch = Single(new ViewLoader(new DrawnImages(5), new(5, new AddNoise())), new BatchRequest(0, [0]));
        batch.Invoking(it => it.Values(group).Length).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(group));
        batch.Invoking(it => it.ToTensor(group, torch.CPU)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName(nameof(group));
    }

    [Fact]
    public void Labels_LabeledSource_AreThoseOfTheImages()
    {
        ViewLoader loader = new(new DrawnImages(9) { ClassNames = Classes }, new(5, new AddNoise()));
        Single(loader, new BatchRequest(0, [8, 3, 4])).Labels.ToArray().Should().Equal(2, 0, 1);
    }

    [Fact]
    public void Labels_SourceWithoutClasses_AreEmpty()
        => Single(new ViewLoader(new DrawnImages(9), new(5, new AddNoise())), new BatchRequest(0, [8, 3])).Labels.Length.Should().Be(0);

    [Fact]
    public void Labels_ImagesWithoutLabelAmongOthers_AreMinusOne()
    {
        ViewLoader loader = new(new PlainImages([2, null, 0, null]), new(5, new AddNoise()));
        Single(loader, new BatchRequest(0, [3, 2, 1, 0])).Labels.ToArray().Should().Equal(-1, 0, -1, 2);
    }

    [Fact]
    public void Labels_SubstitutedImage_BringsItsOwn()
    {
        DrawnImages source = new(9) { ClassNames = Classes, FailingIndex = 3 };
        ViewLoader loader = new(source, new(5, new AddNoise()), new() { UnreadableImages = UnreadableImages.Skip });

        TrainingBatch batch = Single(loader, new BatchRequest(0, [2, 3, 4]));

        batch.Indices.Should().Equal(2, 5, 4);
        batch.Labels.ToArray().Should().Equal(2, 2, 1);
        loader.SkippedImages.Should().Equal(3);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void Labels_OutOfRange_NameTheImage(int label)
    {
        ViewLoader loader = new(new PlainImages([0, label]), new(5, new AddNoise()));
        loader.Invoking(it => it.Load([new BatchRequest(0, [0, 1])]).Count()).Should().Throw<ViewGenerationException>()
            .WithMessage($"*label of image 1 is {label}*3 classes*").Which.ImageIndex.Should().Be(1);
    }

    [Fact]
    public void DescribeRow_OfASecondGroup_NamesTheViewAmongAllAndTheImage()
    {
        ViewLoader loader = new(new DrawnImages(9, side: 12), new(5, SimClrAugmentations.MultiCrop(Crops)));
        TrainingBatch batch = Single(loader, new BatchRequest(0, [6, 2]));
        (batch.DescribeRow(0, 2), batch.DescribeRow(1, 5)).Should().Be(("View 1 of image 6", "View 4 of image 2"));
    }

    private static TrainingBatch Single(ViewLoader loader, BatchRequest request) => loader.Load([request]).Single();

    private static List<float> OneByOne(DrawnImages source, ViewGenerator views, ViewShape shape)
    {
        List<float> values = [];
        for (int number = 0; number < views.Branches.Count; number++)
        {
            foreach (int index in new[] { 4, 1, 7 })
            {
                View view = new();
                views.Generate(source.Read(index), index, 3, number, view, new RandomStream(0));
                float[] interleaved = new float[view.Shape.Length];
                view.CopyTo(interleaved, PixelLayout.Interleaved);
                if (view.Shape == shape)
                    values.AddRange(interleaved);
            }
        }

        return values;
    }
}
