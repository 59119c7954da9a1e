using SimClr.Core.Data;

namespace SimClr.Core.Samples.Pictures;

/// <summary>What is near what in representation space: each row shows a query and its nearest neighbors.</summary>
public static class NeighborSheet
{
    /// <param name="queries">Source of the queries.</param>
    /// <param name="searched">Source of the neighbors; may be the same.</param>
    /// <param name="rows">At least one.</param>
    public static ImageSheet Create(IImageSource queries, IImageSource searched, IReadOnlyList<NeighborRow> rows) => new()
    {
        Title = "Nearest neighbors in representation space",
        Subtitle = "Each row: a query and the images whose representations are most similar to its own (cosine similarity)."
            + (searched.ClassNames.Count > 0 ? " Green: the same class; red: another." : ""),
        Headings = ["query", .. Enumerable.Range(1, rows.Max(row => row.Neighbors.Count)).Select(number => $"{number}")],
        Rows = [.. rows.Select(row => Row(queries, searched, row))],
    };

    private static IReadOnlyList<SheetCell> Row(IImageSource queries, IImageSource searched, NeighborRow row)
    {
        int? label = queries.GetLabel(row.Query);
        SheetCell query = new(queries.Read(row.Query), Name(queries, label));
        return [query, .. row.Neighbors.Select(neighbor => Cell(searched, neighbor, label))];
    }

    private static SheetCell Cell(IImageSource searched, Neighbor neighbor, int? wanted)
    {
        int? label = searched.GetLabel(neighbor.Index);
        CellFrame frame = (label, wanted) switch
        {
            ({ } found, { } expected) => found == expected ? CellFrame.Agrees : CellFrame.Differs,
            _ => CellFrame.None,
        };
        string similarity = FormattableString.Invariant($"{neighbor.Similarity:0.00}");
        return new SheetCell(searched.Read(neighbor.Index), $"{similarity} {Name(searched, label)}".TrimEnd(), frame);
    }

    private static string Name(IImageSource source, int? label) => label is { } index ? source.ClassNames[index] : "";
}
