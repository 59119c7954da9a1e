using SimClr.Core.Distributed;
using static TorchSharp.torch;

namespace SimClr.Core.Losses.ClosedForm;

/// <summary>What this rank does of a loss's work: of numbered pieces every W-th. One process alone does them all.</summary>
internal readonly struct RankShare(ICollective? collective)
{
    /// <summary>Pieces for each rank, so that they come to about the same work.</summary>
    private const int PiecesOfRank = 8;

    private readonly int _rank = collective?.Rank ?? 0;

    /// <summary>W, the number of ranks.</summary>
    public int Ranks { get; } = collective?.Size ?? 1;

    /// <summary>Whether a piece is this rank's.</summary>
    public bool Has(int piece) => piece % Ranks == _rank;

    /// <summary>The pieces that the work of several ranks is cut into, at least.</summary>
    public int Pieces => Ranks > 1 ? PiecesOfRank * Ranks : 1;

    /// <summary>Puts the ranks' parts of a sum together, on every rank.</summary>
    public void Sum(Tensor? parts)
    {
        if (Ranks > 1 && parts is not null)
            collective!.AllReduce(parts);
    }
}
