using SimClr.Core.Reporting.Drawing;

namespace SimClr.Core.Tests.Reporting;

public sealed class ExampleImagesTests
{
    [Theory]
    [InlineData(2, new[] { 0, 1 })]
    [InlineData(3, new[] { 0, 1, 2 })]
    [InlineData(7, new[] { 0, 1, 2, 3, 4, 5, 6 })]
    public void Choose_Labeled_TakesFromEachClassInTurn(int count, int[] expected)
        => ExampleImages.Choose(new ColorSource(30), count).Should().Equal(expected);

    [Fact]
    public void Choose_Unlabeled_SpreadsOverTheSource()
        => ExampleImages.Choose(new ColorSource(30, labeled: false), 3).Should().Equal(0, 10, 20);

    [Fact]
    public void Choose_MoreThanThereAre_TakesAll()
        => ExampleImages.Choose(new ColorSource(4, labeled: false), 9).Should().Equal(0, 1, 2, 3);
}
