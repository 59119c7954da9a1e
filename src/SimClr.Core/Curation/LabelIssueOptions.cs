using Microsoft.Extensions.Options;
using SimClr.Core.Evaluation.Probing;
using SimClr.Core.Validation;

namespace SimClr.Core.Curation;

/// <summary>Options of <see cref="LabelIssueFinder"/>.</summary>
public sealed class LabelIssueOptions
{
    /// <summary>
    /// Parts of the set; a classifier trained on the others judges each. At least 2. Default 5, as cleanlab's <c>cv_n_folds</c>.
    /// </summary>
    [InRange(2, 100)]
    public int Folds { get; set; } = 5;

    /// <summary>k, the labeled neighbors that vote on an image, at least 1; a smaller set gives all it has. Default 10.</summary>
    [InRange(1, 1000)]
    public int NeighborCount { get; set; } = 10;

    /// <summary>
    /// The score from which a suspected label is reported, in [0, 1]. Default 0.9: classifier and neighbors together give it no more than
    /// 10 %. Measured, see docs/curation.md: a lower one finds hardly more of the wrong labels, and many more right ones.
    /// </summary>
    [InRange(0.0, 1.0)]
    public double Threshold { get; set; } = 0.9;

    /// <summary>How the classifier is fitted in each part; null, the default, takes <see cref="LinearProbeOptions"/>' defaults.</summary>
    [ValidateObjectMembers(typeof(LinearProbeOptionsValidator))]
    public LinearProbeOptions? Probe { get; set; }

    /// <summary>How the set is divided: the same seed, the same parts. Default 0.</summary>
    public long Seed { get; set; }
}
