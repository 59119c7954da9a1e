using SimClr.Core.Data;
using SimClr.Core.Evaluation;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>What is near what in representation space: each row shows a query and its nearest neighbors.</summary>
internal static class NeighborRows
{
    public static ImageGrid Create(
        (IImageSource Images, FeatureSet Features) queries, (IImageSource Images, FeatureSet Features) bank, IReadOnlyList<int> indices, int count)
    {
        Check(queries.Images, queries.Features, "queries");
        Check(bank.Images, bank.Features, "bank");
        ImageGrid grid = new()
        {
            Title = "Nearest neighbors in representation space",
            Subtitle = "Each row: a query and the images whose representations are most similar to its own (cosine similarity)."
                + (bank.Images.ClassNames.Count > 0 ? " Green: the same class; red: another." : ""),
            IsFirstColumnApart = true,
        };
        if (indices.Count == 0)
            return grid;
        bool isSame = ReferenceEquals(queries.Images, bank.Images);
        // One more than shown: an image finds itself.
        Neighbors found = new NeighborSearch(bank.Features).Find(queries.Features.Subset([.. indices]), Math.Min(count + (isSame ? 1 : 0), bank.Features.Count));
        for (int row = 0; row < indices.Count; row++)
            grid.AddRow(Row(queries.Images, bank.Images, indices[row], Others(found, row, isSame ? indices[row] : null).Take(count)));
        grid.Headings = ["query", .. Enumerable.Range(1, grid.Rows[0].Length - 1).Select(number => $"{number}")];
        return grid;
    }

    private static void Check(IImageSource images, FeatureSet features, string name)
    {
        if (images.Count != features.Count)
            throw new ArgumentException($"Expected the features of {images.Count} images, found {features.Count}.", name);
    }

    private static IEnumerable<(int Index, float Similarity)> Others(Neighbors found, int row, int? itself)
        => Enumerable.Range(0, found.Count).Select(rank => (found.Indices(row)[rank], found.Similarities(row)[rank])).Where(neighbor => neighbor.Item1 != itself);

    private static IEnumerable<ImageCell> Row(IImageSource queries, IImageSource bank, int query, IEnumerable<(int Index, float Similarity)> neighbors)
    {
        int? wanted = queries.GetLabel(query);
        return neighbors.Select(neighbor => Cell(bank, neighbor.Index, neighbor.Similarity, wanted)).Prepend(new ImageCell(queries.Read(query), Name(queries, wanted)));
    }

    private static ImageCell Cell(IImageSource bank, int index, float similarity, int? wanted)
    {
        int? label = bank.GetLabel(index);
        bool? isCorrect = label is null || wanted is null ? null : label == wanted;
        return new ImageCell(bank.Read(index), FormattableString.Invariant($"{similarity:0.00} {Name(bank, label)}").TrimEnd(), isCorrect);
    }

    private static string Name(IImageSource source, int? label)
        => label is not { } index ? "" : index < source.ClassNames.Count ? source.ClassNames[index] : $"{index}";
}
