using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>An operation that is applied with a probability and has no other random parameter.</summary>
/// <remarks>The base of the library's own; <see cref="RandomApply"/> does the same for any operation.</remarks>
public abstract class BernoulliAugmentation : RandomAugmentation<bool>
{
    private protected BernoulliAugmentation(double probability) => Probability = ProbabilityGuard.Check(probability);

    /// <summary>How probable the operation is, in [0, 1].</summary>
    public double Probability { get; }

    /// <summary>Whether to apply the operation.</summary>
    public sealed override bool Draw(ViewShape shape, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextBernoulli(Probability);
    }

    /// <summary>The operation itself if its probability is 1; else null.</summary>
    public sealed override IAugmentation? ForEvaluation() => Probability == 1 ? this : null;

    /// <inheritdoc/>
    public sealed override AugmentationDescription Describe() => new(GetType().Name, ("probability", Probability));
}
