using System.Numerics;
using SimClr.Core.Curation.Maps;
using SimClr.Core.Embeddings;
using SimClr.Core.Reporting;
using SkiaSharp;

namespace SimClr.Core.Tests.Reporting;

public sealed class ScatterPlotTests
{
    private static readonly SKColor First = SKColor.Parse("#0072B2");
    private static readonly SKColor Second = SKColor.Parse("#D55E00");

    [Fact]
    public void ToPng_TwoGroups_LieWhereTheirPointsAre()
    {
        using SKBitmap picture = SKBitmap.Decode(
            new ScatterPlot().AddPoints("left", [new(-1, -1), new(-1, 1), new(float.NaN, 0)]).AddPoints("right", [new(1, -1), new(1, 1)]).ToPng());

        (picture.Width, picture.Height).Should().Be((1520, 1240));
        // The legend's dots are at the right.
        double left = Columns(First).Order().First(), right = Columns(Second).Order().First();
        right.Should().BeGreaterThan(left + 200);

        IEnumerable<int> Columns(SKColor color) => picture.Pixels.Index().Where(pixel => pixel.Item == color).Select(pixel => pixel.Index % picture.Width);
    }

    [Fact]
    public void Of_Map_HasAColorForEachClass()
    {
        EmbeddingSet set = new([1, 0, 0.9f, 0.1f, 0, 1, 0.1f, 0.9f], 2, labels: [0, 0, 1, null], classNames: ["cat", "dog"]);
        EmbeddingMap map = EmbeddingMap.Fit(set);

        using SKBitmap picture = SKBitmap.Decode(ScatterPlot.Of(map, set).ToPng());

        picture.Pixels.Should().Contain(First).And.Contain(Second).And.Contain(SKColor.Parse("#24292F"));
    }

    [Fact]
    public void Of_OtherNumberOfVectors_IsRefused()
    {
        EmbeddingSet set = new([1, 0, 0, 1], 2);
        FluentActions.Invoking(() => ScatterPlot.Of(EmbeddingMap.Fit(set), new EmbeddingSet([1, 0], 2))).Should().Throw<ArgumentException>().WithMessage("*2 vectors*found 1*");
    }

    [Fact]
    public void ToPng_NoPoints_IsEmpty()
        => SKBitmap.Decode(new ScatterPlot().AddPoints("none", ReadOnlySpan<Vector2>.Empty).ToPng()).Width.Should().Be(1520);
}
