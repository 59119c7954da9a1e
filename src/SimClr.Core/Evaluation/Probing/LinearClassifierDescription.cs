namespace SimClr.Core.Evaluation.Probing;

/// <summary>What the metadata of a saved linear classifier hold.</summary>
internal sealed record LinearClassifierDescription(
    int Version,
    int ClassCount,
    int Dimension,
    IReadOnlyList<string> ClassNames,
    double L2,
    bool Converged,
    IReadOnlyList<LinearProbeCandidate> Candidates);
