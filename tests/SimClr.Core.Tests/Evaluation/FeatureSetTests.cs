using SimClr.Core.Augmentation;
using SimClr.Core.Data;
using SimClr.Core.Evaluation;
using SimClr.Core.Tests.Training;

namespace SimClr.Core.Tests.Evaluation;

public sealed class FeatureSetTests
{
    private static readonly float[] Six = [1, 2, 3, 4, 5, 6];

    [Fact]
    public void Row_OfASet_IsTheImagesFeatures()
    {
        FeatureSet set = new(Six, 2, [0, 2, 1]);

        set.Count.Should().Be(3);
        set.Row(1).ToArray().Should().Equal(3, 4);
        set.ClassCount.Should().Be(3);
        set.Invoking(features => features.Row(3).Length).Should().Throw<ArgumentOutOfRangeException>();
        set.Invoking(features => features.Row(-1).Length).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void ClassCount_WithNames_IsTheirNumber()
    {
        new FeatureSet(Six, 2, [0, 0, 0], ["a", "b"]).ClassCount.Should().Be(2);
        new FeatureSet(Six, 2).ClassCount.Should().Be(0);
        new FeatureSet(Six, 2).HasLabels.Should().BeFalse();
    }

    [Theory]
    [InlineData(0, "*at least one row of 4 features*found 0 values*")]
    [InlineData(6, "*at least one row of 4 features*found 6 values*")]
    public void Constructor_LengthThatDoesNotFit_IsRefused(int length, string message)
        => FluentActions.Invoking(() => new FeatureSet(new float[length], 4)).Should().Throw<ArgumentException>().WithMessage(message);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Constructor_FeatureThatIsNotFinite_IsNamed(float value)
        => FluentActions.Invoking(() => new FeatureSet([1, 2, 3, value], 2)).Should().Throw<ArgumentException>()
            .WithMessage("Feature 1 of image 1 is*");

    [Fact]
    public void Constructor_LabelsThatDoNotFit_AreNamed()
    {
        FluentActions.Invoking(() => new FeatureSet(Six, 2, [0, 1])).Should().Throw<ArgumentException>()
            .WithMessage("*one label an image (3), found 2*");
        FluentActions.Invoking(() => new FeatureSet(Six, 2, [0, -1, 0])).Should().Throw<ArgumentException>()
            .WithMessage("Label -1 of image 1*");
        FluentActions.Invoking(() => new FeatureSet(Six, 2, [0, 1, 2], ["a", "b"])).Should().Throw<ArgumentException>()
            .WithMessage("Label 2 of image 2 is not in [0, 2)*");
    }

    [Fact]
    public void Subset_OfIndices_CopiesRowsAndLabelsInTheirOrder()
    {
        FeatureSet subset = new FeatureSet(Six, 2, [5, 6, 7]).Subset(2, 0, 2);

        subset.Values.ToArray().Should().Equal(5, 6, 1, 2, 5, 6);
        subset.Labels.ToArray().Should().Equal(7, 5, 7);
        new FeatureSet(Six, 2).Invoking(set => set.Subset(3)).Should().Throw<ArgumentOutOfRangeException>();
        new FeatureSet(Six, 2).Invoking(set => set.Subset()).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void FromPixels_OfImages_HoldsTheirPlanesAndLabels()
    {
        DrawnImages source = new(5, side: 4) { ClassNames = ["a", "b"] };

        FeatureSet pixels = FeatureSet.FromPixels(source);

        pixels.Dimension.Should().Be(3 * 4 * 4);
        pixels.Labels.ToArray().Should().Equal(0, 1, 0, 1, 0);
        pixels.ClassNames.Should().Equal("a", "b");
        for (int i = 0; i < source.Count; i++)
        {
            View view = new();
            view.Reset(source.Read(i));
            pixels.Row(i).ToArray().Should().Equal(view.Pixels.ToArray());
        }
    }

    [Fact]
    public void FromPixels_Preprocessing_IsApplied()
        => FeatureSet.FromPixels(new DrawnImages(3, side: 8), new AugmentationPipeline().CenterCrop(2)).Dimension.Should().Be(3 * 2 * 2);

    [Fact]
    public void FromPixels_SourceWithoutImages_IsRefused()
        => FluentActions.Invoking(() => FeatureSet.FromPixels(new DrawnImages(0))).Should().Throw<ArgumentException>()
            .WithMessage("*empty source*");

    [Fact]
    public void FromPixels_SomeLabels_AreRefusedWithTheFirstImageWithout()
        => FluentActions.Invoking(() => FeatureSet.FromPixels(new PlainImages([0, 1, null, 1]))).Should().Throw<ArgumentException>()
            .WithMessage("*image 0 has one, image 2 has none*");

    [Fact]
    public void FromPixels_ImagesOfSeveralShapes_AreRefusedWithTheFirstThatDiffers()
        => FluentActions.Invoking(() => FeatureSet.FromPixels(new PlainImages(new int?[40], index => index is 9 or 30 ? 5 : 4)))
            .Should().Throw<ArgumentException>().WithMessage("*image 0 has [3, 4, 4], image 9 has [3, 4, 5]*");

    [Fact]
    public void FromPixels_ImageThatCannotBeRead_GivesItsOwnException()
        => FluentActions.Invoking(() => FeatureSet.FromPixels(new DrawnImages(20) { FailingIndex = 17 }))
            .Should().Throw<ImageReadException>().WithMessage("*seventeen*");

    [Fact]
    public void FromPixels_Canceled_Stops()
        => FluentActions.Invoking(() => FeatureSet.FromPixels(new DrawnImages(20), cancellationToken: new CancellationToken(true)))
            .Should().Throw<OperationCanceledException>();

    [Fact]
    public void Concatenate_SetsOfTheSameImages_StandSideBySide()
    {
        FeatureSet joined = FeatureSet.Concatenate(new([1, 2, 3, 4], 2, [1, 0], ["a", "b"]), new([5, 6], 1, [1, 0], ["a", "b"]));

        joined.Dimension.Should().Be(3);
        joined.Values.ToArray().Should().Equal(1, 2, 5, 3, 4, 6);
        joined.Labels.ToArray().Should().Equal(1, 0);
        joined.ClassNames.Should().Equal("a", "b");
    }

    [Fact]
    public void Concatenate_SetsWithoutLabels_HasNone()
        => FeatureSet.Concatenate(new([1, 2], 1), new([3, 4], 1)).HasLabels.Should().BeFalse();

    [Fact]
    public void Concatenate_SetsOfOtherImages_AreRefused()
    {
        FeatureSet first = new([1, 2], 1, [0, 1]);

        FluentActions.Invoking(() => FeatureSet.Concatenate()).Should().Throw<ArgumentException>().WithMessage("*at least one*");
        FluentActions.Invoking(() => FeatureSet.Concatenate(first, first, new([3], 1, [0]))).Should().Throw<ArgumentException>()
            .WithMessage("*set 0 has 2 of them, set 2 has 1*");
        FluentActions.Invoking(() => FeatureSet.Concatenate(first, new([3, 4], 1, [1, 0]))).Should().Throw<ArgumentException>()
            .WithMessage("*set 1 has other labels*");
    }
}
