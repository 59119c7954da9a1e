using SimClr.Core.Curation;
using SimClr.Core.Data;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>Parts of large photographs that do not overlap: many pictures from few files, the neighbors of each other being much alike.</summary>
internal static class PhotographTiles
{
    private const int Side = 256;

    // Sky and blurred background: one part of them cannot be told from another.
    private const double MostBlur = 0.6;
    private const double LeastEntropy = 6;

    /// <summary>At most so many tiles with something to see on them, evenly from all photographs.</summary>
    public static Image[] Of(DirectoryInfo folder, int count)
    {
        List<Image> tiles = [];
        foreach (FileInfo file in folder.GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal))
            tiles.AddRange(OfOne(Image.Load(file.FullName)));
        IReadOnlyList<ImageFacts> facts = ImageInspector.Inspect(new InMemorySource(tiles));
        Image[] rich = [.. tiles.Where((_, i) => facts[i].Blur <= MostBlur && facts[i].Entropy >= LeastEntropy)];
        count = Math.Min(count, rich.Length);
        return [.. Enumerable.Range(0, count).Select(i => rich[(long)i * rich.Length / count])];
    }

    private static IEnumerable<Image> OfOne(Image photograph)
    {
        for (int top = 0; top + Side <= photograph.Height; top += Side)
        {
            for (int left = 0; left + Side <= photograph.Width; left += Side)
            {
                byte[] bytes = new byte[3 * Side * Side];
                for (int y = 0; y < Side; y++)
                    photograph.Bytes.Slice(3 * ((top + y) * photograph.Width + left), 3 * Side).CopyTo(bytes.AsSpan(3 * y * Side));
                yield return new Image(bytes, Side, Side, 3);
            }
        }
    }
}
