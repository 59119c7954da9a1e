namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>What a representation may still know of how its image was changed (paper, Table 3).</summary>
/// <param name="Name">As the paper calls it.</param>
/// <param name="Variants">The changes to be told apart, as <see cref="Operations"/> reads them.</param>
/// <param name="OfHidden">The paper's accuracy from h, in [0, 1].</param>
/// <param name="OfOutput">The paper's accuracy from g(h), in [0, 1].</param>
internal sealed record Knowledge(string Name, IReadOnlyList<string> Variants, double OfHidden, double OfOutput)
{
    public static readonly IReadOnlyList<Knowledge> All =
    [
        new("color or grayscale", ["", "gray"], 0.993, 0.974),
        new("rotation", ["", "quarter:1", "quarter:2", "quarter:3"], 0.676, 0.256),
        new("original or noised", ["", "noised"], 0.995, 0.596),
        new("original or Sobel", ["", "sobel"], 0.966, 0.563),
    ];

    /// <summary>The paper's name of some changes.</summary>
    public static string NameOf(string[] variants) => All.First(knowledge => knowledge.Variants.SequenceEqual(variants)).Name;
}
