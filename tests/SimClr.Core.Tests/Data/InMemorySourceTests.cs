using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

public sealed class InMemorySourceTests
{
    private static readonly Image[] Images = [new(new byte[] { 1 }, 1, 1, 1), new(new ushort[] { 1, 2 }, 2, 1, 1)];

    [Fact]
    public void Read_Images_GivenBack()
    {
        InMemorySource source = new(Images, [1, 0], ["cat", "dog"]);

        source.Count.Should().Be(2);
        source.Read(1).Should().BeSameAs(Images[1]);
        source.GetLabel(0).Should().Be(1);
        source.ClassNames.Should().Equal("cat", "dog");
    }

    [Fact]
    public void Load_OfAFolder_KeepsThePaths()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.png", PictureFiles.Encode(PictureFiles.Noise(2, 2), 2));

        InMemorySource source = InMemorySource.Load(new ImageFolderSource(folder.Path));

        source.GetPath(0).Should().Be(file);
        FluentActions.Invoking(() => source.GetPath(1)).Should().Throw<ArgumentOutOfRangeException>();
        new InMemorySource(Images).GetPath(1).Should().BeNull();
        FluentActions.Invoking(() => new InMemorySource(Images).GetPath(2)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void GetLabel_NoLabels_Null()
    {
        InMemorySource source = new(Images);

        source.GetLabel(0).Should().BeNull();
        source.ClassNames.Should().BeEmpty();
    }

    [Fact]
    public void ClassNames_NotGiven_Numbered()
        => new InMemorySource(Images, [2, 0]).ClassNames.Should().Equal("0", "1", "2");

    [Theory]
    [InlineData(new[] { 0 }, "*2 labels*found 1*")]
    [InlineData(new[] { 0, 2 }, "*[0, 2)*image 1 has 2*")]
    [InlineData(new[] { -1, 0 }, "*image 0 has -1*")]
    public void Constructor_LabelsThatDoNotFit_Refused(int[] labels, string message)
        => FluentActions.Invoking(() => new InMemorySource(Images, labels, ["cat", "dog"]))
            .Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void Constructor_NullImage_NamesIndex()
        => FluentActions.Invoking(() => new InMemorySource([Images[0], null!]))
            .Should().Throw<ArgumentException>().WithMessage("*index 1*");

    [Fact]
    public void Constructor_ClassNamesWithoutLabels_Refused()
        => FluentActions.Invoking(() => new InMemorySource(Images, null, ["cat"])).Should().Throw<ArgumentException>();

    [Fact]
    public void Constructor_NoClassNamesWithoutLabels_Accepted() => new InMemorySource(Images, null, []).ClassNames.Should().BeEmpty();

    [Fact]
    public void Constructor_NullList_NamesIt()
        => FluentActions.Invoking(() => new InMemorySource(null!)).Should().Throw<ArgumentNullException>().WithParameterName("images");

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    public void Read_IndexOutOfRange_Refused(int index)
    {
        FluentActions.Invoking(() => new InMemorySource(Images).Read(index)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new InMemorySource(Images).GetLabel(index)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Load_AnotherSource_KeepsImagesLabelsAndNames()
    {
        SyntheticSource source = new(new SyntheticOptions { Count = 5, Size = 8, Classes = 3 });

        InMemorySource loaded = InMemorySource.Load(source);

        loaded.Count.Should().Be(5);
        loaded.ClassNames.Should().Equal(source.ClassNames);
        for (int index = 0; index < 5; index++)
        {
            loaded.Read(index).Bytes.ToArray().Should().Equal(source.Read(index).Bytes.ToArray());
            loaded.GetLabel(index).Should().Be(source.GetLabel(index));
        }
    }

    [Fact]
    public void Load_ImagesWithoutALabel_StayWithoutOne()
    {
        InMemorySource loaded = InMemorySource.Load(new InMemorySource(Images));

        loaded.GetLabel(1).Should().BeNull();
        loaded.ClassNames.Should().BeEmpty();
    }

    [Fact]
    public void Load_SourceReturnsNull_NamesTheImage()
        => FluentActions.Invoking(() => InMemorySource.Load(new NullImages(5, 3)))
            .Should().Throw<InvalidOperationException>().WithMessage("NullImages.Read(3) returned null*");

    [Fact]
    public void Load_Canceled_Stops()
        => FluentActions.Invoking(() => InMemorySource.Load(new InMemorySource(Images), new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
}
