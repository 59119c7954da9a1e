using CsCheck;
using SimClr.Core.Augmentation;
using SimClr.Core.Loading;

namespace SimClr.Core.Tests.Loading;

public sealed class ViewLayoutTests
{
    private static readonly Gen<ViewShape[]> Shapes = Gen.Int[1, 4].Select(side => new ViewShape(3, side, side)).Array[1, 12];

    [Fact]
    public void Groups_AnyShapes_AreInOrderOfFirstAppearanceWithTheirNumbers()
        => Shapes.Sample(shapes => new ViewLayout(shapes).Groups.SequenceEqual(
            shapes.GroupBy(shape => shape).Select(group => new ViewGroup(group.Key, group.Count()))));

    [Fact]
    public void Largest_AnyOrder_IsTheGroupOfTheGreatestAreaAndOfEqualsTheFirst()
    {
        ViewGroup small = new(new ViewShape(4, 7, 7), 6), wide = new(new ViewShape(1, 2, 40), 2), square = new(new ViewShape(3, 8, 10), 2);

        ViewGroup.Largest([small, square]).Should().Be(square, "channels do not count");
        ViewGroup.Largest([square, small, wide]).Should().Be(square);
        ViewGroup.Largest([small, wide, square]).Should().Be(wide);
        ViewGroup.Largest([new(new ViewShape(1, 65536, 65536), 1), small])!.Views.Should().Be(1, "areas may exceed 32 bits");
        ViewGroup.Largest([]).Should().BeNull();
    }

    [Fact]
    public void PlaceOf_EachView_IsFoundAgainAndCountsThoseBeforeIt()
        => Shapes.Sample(shapes =>
        {
            ViewLayout layout = new(shapes);
            return layout.Views == shapes.Length && Enumerable.Range(0, shapes.Length).All(view =>
            {
                (int group, int place) = layout.PlaceOf(view);
                return layout.NumberOf(group, place) == view
                    && layout.ShapeOf(view) == shapes[view]
                    && layout.Groups[group].Shape == shapes[view]
                    && place == shapes.Take(view).Count(shape => shape == shapes[view]);
            });
        });
}
