using SimClr.Core.Data;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>Images with copies of some of them behind.</summary>
/// <param name="Images">Originals first.</param>
/// <param name="Origin">For each image the original that it is, or is a copy of.</param>
/// <param name="Originals">Number of originals.</param>
internal sealed record Planted(IReadOnlyList<Image> Images, IReadOnlyList<int> Origin, int Originals)
{
    /// <summary>Copies of each kind of some originals, spread evenly.</summary>
    public static Planted In(IReadOnlyList<Image> originals, int copied, long seed)
    {
        List<Image> images = [.. originals];
        List<int> origin = [.. Enumerable.Range(0, originals.Count)];
        for (int i = 0; i < copied; i++)
        {
            int original = i * (originals.Count / copied);
            for (int kind = 0; kind < PlantedCopies.Kinds.Length; kind++)
            {
                images.Add(PlantedCopies.Of(originals[original], kind, original, seed));
                origin.Add(original);
            }
        }

        return new Planted(images, origin, originals.Count);
    }

    /// <summary>The copies of one kind.</summary>
    public IEnumerable<int> OfKind(int kind)
        => Enumerable.Range(Originals, Images.Count - Originals).Where(i => (i - Originals) % PlantedCopies.Kinds.Length == kind);
}
