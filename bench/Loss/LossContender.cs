using System.Globalization;
using SimClr.Core.Losses;
using SimClr.Core.Losses.ClosedForm;
using SimClr.Core.Losses.NtXent;
using TorchSharp;
using static TorchSharp.torch;

namespace SimClr.Core.Benchmarks.Loss;

/// <summary>Something that the command <c>loss</c> measures on embeddings z1 and z2 [N, D].</summary>
internal sealed record LossContender(string Name, Action<Tensor, Tensor> Run)
{
    private const double Temperature = 0.5;
    private const string TilesPrefix = "tiles-";

    /// <summary>Above this number of pairs whole matrices do not fit an ordinary machine.</summary>
    public const int LargestWholeMatrix = 16384;

    public static IReadOnlyList<LossContender> All { get; } =
    [
        new("NtXentLoss", (z1, z2) =>
        {
            using NtXentLoss loss = new(Temperature);
            loss.call(z1, z2).backward();
        }),
        new("plain", (z1, z2) => Plain(z1, z2).backward()),
        new("products", ThreeProducts),
    ];

    /// <summary>
    /// The contender of a name: one of <see cref="All"/>, or "tiles-R" for <see cref="NtXentLoss"/> with tiles of R rows, to choose R by.
    /// </summary>
    public static LossContender Named(string name) => name.StartsWith(TilesPrefix, StringComparison.Ordinal)
        ? Tiles(long.Parse(name[TilesPrefix.Length..], CultureInfo.InvariantCulture))
        : All.Single(item => item.Name == name);

    public static LossContender Tiles(long rows)
        => new($"{TilesPrefix}{rows}", (z1, z2) => ClosedFormLossFunction
            .Evaluate(new EmbeddingBatch(cat([z1, z2]), 2), new NtXentTileSweep(Temperature, new EachPositive(), new CoupledTerms(), rows))
            .backward());

    /// <summary>NT-Xent as it is usually written: the whole matrix, a mask, cross entropy, autograd.</summary>
    public static Tensor Plain(Tensor z1, Tensor z2)
    {
        long pairs = z1.shape[0];
        Tensor z = nn.functional.normalize(cat([z1, z2]));                                          // [2N, D]
        Tensor logits = z.mm(z.t()) / Temperature;                                                  // [2N, 2N]
        Tensor masked = logits.masked_fill(eye(2 * pairs, dtype: ScalarType.Bool), float.NegativeInfinity);
        return nn.functional.cross_entropy(masked, (arange(2 * pairs) + pairs).remainder(2 * pairs));
    }

    /// <summary>What the closed-form gradient costs without symmetry, and nothing but its products: Z Z', P Z and P' Z.</summary>
    private static void ThreeProducts(Tensor z1, Tensor z2)
    {
        using IDisposable mode = no_grad();
        Tensor z = cat([z1, z2]);                                                                   // [2N, D]
        Tensor similarity = z.mm(z.t());                                                            // [2N, 2N]
        similarity.mm(z);
        similarity.t().mm(z);
    }
}
