using CsCheck;
using SimClr.Core.Data;
using SimClr.Core.Tests.Evaluation;

namespace SimClr.Core.Tests.Data;

public sealed class SubsetSourceTests
{
    [Fact]
    public void Read_SourceReturnsNull_NamesItsIndex()
    {
        SubsetSource subset = new(new NullImages(5, 3), [0, 3]);

        subset.Read(0).Width.Should().Be(8);
        FluentActions.Invoking(() => subset.Read(1)).Should().Throw<InvalidOperationException>().WithMessage("NullImages.Read(3) returned null*");
    }

    [Fact]
    public void Read_ChosenIndices_ImagesAndLabelsOfTheSource()
    {
        InMemorySource source = Labeled(0, 1, 2, 1);
        SubsetSource subset = new(source, [3, 0, 3]);

        subset.Count.Should().Be(3);
        subset.Read(0).Should().BeSameAs(source.Read(3));
        Labels(subset).Should().Equal(1, 0, 1);
        subset.ClassNames.Should().Equal(source.ClassNames);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    public void Constructor_IndexOutOfRange_NamesPosition(int index)
        => FluentActions.Invoking(() => new SubsetSource(Labeled(0, 1, 2, 1), [0, index]))
            .Should().Throw<ArgumentException>().WithMessage($"*number 1 is {index}*");

    [Fact]
    public void Constructor_FirstIndexOutOfRange_IsRefusedToo()
        => FluentActions.Invoking(() => new SubsetSource(Labeled(0, 1), [2, 0]))
            .Should().Throw<ArgumentException>().WithMessage("*number 0 is 2*");

    [Fact]
    public void Any_NullOrNegativeArgument_NamesIt()
    {
        IImageSource source = Labeled(0, 1);
        FluentActions.Invoking(() => new SubsetSource(null!, [])).Should().Throw<ArgumentNullException>().WithParameterName("source");
        FluentActions.Invoking(() => new SubsetSource(source, null!)).Should().Throw<ArgumentNullException>().WithParameterName("indices");
        FluentActions.Invoking(() => SubsetSource.Balanced(null!, 1)).Should().Throw<ArgumentNullException>().WithParameterName("source");
        FluentActions.Invoking(() => SubsetSource.Balanced(source, -1))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName("count");
        FluentActions.Invoking(() => SubsetSource.HoldOut(null!, 0.5)).Should().Throw<ArgumentNullException>().WithParameterName("source");
    }

    [Theory]
    [InlineData(0.01, 1, 1, 1)]
    [InlineData(0.1, 1, 1, 4)]
    [InlineData(0.5, 1, 5, 20)]
    [InlineData(1, 1, 10, 40)]
    public void FractionOfEachClass_UnevenClasses_TakesTheSamePartOfEachAndAtLeastOne(double fraction, int single, int ten, int forty)
    {
        PlainImages source = new([2, .. Enumerable.Repeat<int?>(0, 10), .. Enumerable.Repeat<int?>(1, 40), null, null]);

        SubsetSource subset = SubsetSource.FractionOfEachClass(source, fraction, seed: 3);

        Labels(subset).GroupBy(label => label).ToDictionary(group => group.Key!.Value, group => group.Count())
            .Should().BeEquivalentTo(new Dictionary<int, int> { [0] = ten, [1] = forty, [2] = single });
        subset.Indices.Should().BeInAscendingOrder();
    }

    [Fact]
    public void FractionOfEachClass_LargerFraction_AddsToTheSmallerOnes()
    {
        IImageSource source = Labeled([.. Enumerable.Range(0, 300).Select(index => index % 3)]);
        IReadOnlyList<int> small = SubsetSource.FractionOfEachClass(source, 0.1, seed: 3).Indices;
        SubsetSource.FractionOfEachClass(source, 0.4, seed: 3).Indices.Should().HaveCount(120).And.Contain(small);
        SubsetSource.FractionOfEachClass(source, 0.1, seed: 3).Indices.Should().Equal(small);
        SubsetSource.FractionOfEachClass(source, 0.1, seed: 4).Indices.Should().NotEqual(small);
    }

    [Fact]
    public void FractionOfEachClass_NothingToChooseFrom_IsRefused()
    {
        FluentActions.Invoking(() => SubsetSource.FractionOfEachClass(new PlainImages([null, null]), 0.5))
            .Should().Throw<ArgumentException>().WithMessage("*none of the 2 images has one*");
        foreach (double fraction in new[] { 0, -0.1, 1.1, double.NaN })
            FluentActions.Invoking(() => SubsetSource.FractionOfEachClass(Labeled(0, 1), fraction)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void ReadAndGetLabel_IndexOutOfRange_Refused(int index)
    {
        SubsetSource subset = new(Labeled(0, 1, 2, 1), [3, 0]);
        FluentActions.Invoking(() => subset.Read(index)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => subset.GetLabel(index)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Balanced_EnoughOfEach_SameNumberOfEach()
    {
        IImageSource source = Labeled([.. Enumerable.Range(0, 60).Select(index => index % 7 < 4 ? 0 : index % 7 < 6 ? 1 : 2)]);

        SubsetSource subset = SubsetSource.Balanced(source, 15);

        Labels(subset).GroupBy(label => label).Select(group => group.Count()).Should().Equal(5, 5, 5);
        subset.Indices.Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Balanced_ClassUsedUp_OthersFillIn()
    {
        SubsetSource subset = SubsetSource.Balanced(Labeled(0, 0, 0, 0, 0, 1), 5);

        Labels(subset).Should().BeEquivalentTo([0, 0, 0, 0, 1]);
        SubsetSource.Balanced(Labeled(0, 1), 100).Count.Should().Be(2);
    }

    [Fact]
    public void Balanced_LargerCount_OnlyAdds()
    {
        IImageSource source = Labeled([.. Enumerable.Range(0, 50).Select(index => index % 3)]);

        for (int count = 0; count < 50; count++)
            SubsetSource.Balanced(source, count, 5).Indices.Should().BeSubsetOf(SubsetSource.Balanced(source, count + 1, 5).Indices);
    }

    [Fact]
    public void Balanced_OtherSeed_OtherImages()
    {
        IImageSource source = Labeled([.. Enumerable.Range(0, 100).Select(index => index % 2)]);

        SubsetSource.Balanced(source, 20, 1).Indices.Should().Equal(SubsetSource.Balanced(source, 20, 1).Indices);
        SubsetSource.Balanced(source, 20, 1).Indices.Should().NotEqual(SubsetSource.Balanced(source, 20, 2).Indices);
    }

    [Fact]
    public void HoldOut_Fraction_SameShareOfEachClassAndNothingLost()
    {
        IImageSource source = Labeled([.. Enumerable.Range(0, 90).Select(index => index < 60 ? 0 : 1)]);

        (SubsetSource remaining, SubsetSource heldOut) = SubsetSource.HoldOut(source, 0.1, 3);

        Labels(heldOut).GroupBy(label => label).Select(group => group.Count()).Should().Equal(6, 3);
        remaining.Indices.Concat(heldOut.Indices).Order().Should().Equal(Enumerable.Range(0, 90));
        heldOut.Indices.Should().NotEqual(SubsetSource.HoldOut(source, 0.1, 4).HeldOut.Indices);
    }

    [Fact]
    public void HoldOut_AnyLabels_PartsOfTheWholeAndFairToEachClass()
        => Gen.Select(Gen.Int[0, 4].Array[1, 80], Gen.Double[0.05, 0.95], Gen.Long).Sample((labels, fraction, seed) =>
        {
            (SubsetSource remaining, SubsetSource heldOut) = SubsetSource.HoldOut(Labeled(labels), fraction, seed);
            return remaining.Indices.Concat(heldOut.Indices).Order().SequenceEqual(Enumerable.Range(0, labels.Length))
                && labels.GroupBy(label => label).All(members =>
                    Math.Abs(Labels(heldOut).Count(label => label == members.Key) - fraction * members.Count()) <= 1);
        });

    [Fact]
    public void Balanced_AnyLabels_NoClassShortWhileAnotherHasMore()
        => Gen.Select(Gen.Int[0, 4].Array[1, 80], Gen.Int[0, 90], Gen.Long).Sample((labels, count, seed) =>
        {
            SubsetSource subset = SubsetSource.Balanced(Labeled(labels), count, seed);
            (int Chosen, int All)[] classes = [.. labels.Distinct().Select(label => (Labels(subset).Count(chosen => chosen == label), labels.Count(all => all == label)))];
            int most = classes.Max(found => found.Chosen);
            return subset.Count == Math.Min(count, labels.Length) && classes
                .All(found => found.Chosen >= most - 1 || found.Chosen == found.All);
        });

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.999)]
    public void HoldOut_ExtremeFraction_BothSidesHaveTheClass(double fraction)
    {
        (SubsetSource remaining, SubsetSource heldOut) = SubsetSource.HoldOut(Labeled(0, 0, 1, 1), fraction);

        Labels(remaining).Should().Equal(0, 1);
        Labels(heldOut).Should().Equal(0, 1);
    }

    [Fact]
    public void HoldOut_Unlabeled_SplitAtRandom()
        => SubsetSource.HoldOut(new InMemorySource(Images(10)), 0.3).HeldOut.Count.Should().Be(3);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void HoldOut_FractionOutOfRange_Refused(double fraction)
        => FluentActions.Invoking(() => SubsetSource.HoldOut(Labeled(0, 1), fraction)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void GetPath_OfAFoldersPart_IsTheImagesFile()
    {
        using TemporaryFolder folder = new();
        string[] files = PictureFiles.WriteSquares(folder, 2, 3, 4, 5);
        (SubsetSource remaining, SubsetSource heldOut) = SubsetSource.HoldOut(new ImageFolderSource(folder.Path), 0.5);

        Paths(remaining).Concat(Paths(heldOut)).Should().BeEquivalentTo(files);
        heldOut.GetPath(1).Should().Be(files[heldOut.Indices[1]]);
        Paths(Labeled(0, 1)).Should().Equal(null, null);
        FluentActions.Invoking(() => heldOut.GetPath(2)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static IEnumerable<string?> Paths(IImageSource source) => Enumerable.Range(0, source.Count).Select(source.GetPath);

    private static IEnumerable<int?> Labels(SubsetSource source) => Enumerable.Range(0, source.Count).Select(source.GetLabel);

    private static InMemorySource Labeled(params int[] labels) => new(Images(labels.Length), labels);

    private static Image[] Images(int count)
        => [.. Enumerable.Range(0, count).Select(index => new Image(new byte[] { (byte)index }, 1, 1, 1))];
}
