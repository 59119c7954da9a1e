using SimClr.Core.Curation;
using SimClr.Core.Data;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>
/// Parts of photographs that do not overlap, of 512 x 512 and of 256 x 256 pixels: many pictures from few files, the neighbors of each other
/// being much alike.
/// </summary>
internal static class PhotographTiles
{
    private const int Side = 256;

    // Sky and blurred background: one part of them cannot be told from another.
    private const double MostBlur = 0.6;
    private const double LeastEntropy = 6;

    /// <summary>At most so many tiles with something to see on them, evenly from all photographs.</summary>
    /// <param name="folder">JPEG files.</param>
    /// <param name="count">How many.</param>
    /// <param name="part">0 or 1 for every other file; null for all.</param>
    public static NamedImage[] Of(DirectoryInfo folder, int count, int? part = null)
    {
        List<NamedImage> tiles = [];
        foreach ((int number, FileInfo file) in folder.GetFiles().OrderBy(file => file.Name, StringComparer.Ordinal).Index())
        {
            if (part is null || number % 2 == part)
                tiles.AddRange(OfOne(Image.Load(file.FullName), file.Name));
        }

        IReadOnlyList<ImageFacts> facts = ImageInspector.Inspect(new InMemorySource([.. tiles.Select(tile => tile.Image)]));
        NamedImage[] rich = [.. tiles.Where((_, i) => facts[i].Blur <= MostBlur && facts[i].Entropy >= LeastEntropy)];
        count = Math.Min(count, rich.Length);
        return [.. Enumerable.Range(0, count).Select(i => rich[(long)i * rich.Length / count])];
    }

    // Every other block of 2 x 2 is one picture.
    private static IEnumerable<NamedImage> OfOne(Image photograph, string name)
    {
        for (int top = 0; top + Side <= photograph.Height; top += Side)
        {
            for (int left = 0; left + Side <= photograph.Width; left += Side)
            {
                (int blockTop, int blockLeft) = (top / (2 * Side) * 2 * Side, left / (2 * Side) * 2 * Side);
                bool isWhole = (blockTop + blockLeft) / (2 * Side) % 2 == 0
                    && blockTop + 2 * Side <= photograph.Height && blockLeft + 2 * Side <= photograph.Width;
                if (!isWhole || (top == blockTop && left == blockLeft))
                    yield return new NamedImage($"{name}@{left}x{top}", Tile(photograph, top, left, isWhole ? 2 * Side : Side));
            }
        }
    }

    private static Image Tile(Image photograph, int top, int left, int side)
    {
        byte[] bytes = new byte[3 * side * side];
        for (int y = 0; y < side; y++)
            photograph.Bytes.Slice(3 * ((top + y) * photograph.Width + left), 3 * side).CopyTo(bytes.AsSpan(3 * y * side));
        return new Image(bytes, side, side, 3);
    }
}
