using SimClr.Core.Augmentation;

namespace SimClr.Core.Loading;

/// <summary>Which group each view of an image belongs to: views of one shape form a group, in the order of first appearance.</summary>
internal sealed class ViewLayout
{
    private readonly (int Group, int Place)[] _places;
    private readonly int[][] _numbers;

    /// <param name="shapes">The shape of each view, by its number.</param>
    public ViewLayout(IReadOnlyList<ViewShape> shapes)
    {
        ViewShape[] distinct = [.. shapes.Distinct()];
        _numbers = [.. distinct.Select(shape => Enumerable.Range(0, shapes.Count).Where(view => shapes[view] == shape).ToArray())];
        Groups = [.. distinct.Zip(_numbers, (shape, views) => new ViewGroup(shape, views.Length))];
        _places = new (int, int)[shapes.Count];
        for (int group = 0; group < _numbers.Length; group++)
            for (int place = 0; place < _numbers[group].Length; place++)
                _places[_numbers[group][place]] = (group, place);
    }

    public IReadOnlyList<ViewGroup> Groups { get; }

    /// <summary>Views of an image, all groups together.</summary>
    public int Views => _places.Length;

    /// <summary>The group of a view, and which of the group's views it is.</summary>
    public (int Group, int Place) PlaceOf(int view) => _places[view];

    public ViewShape ShapeOf(int view) => Groups[_places[view].Group].Shape;

    /// <summary>The number of a group's view among all views of an image.</summary>
    public int NumberOf(int group, int place) => _numbers[group][place];
}
