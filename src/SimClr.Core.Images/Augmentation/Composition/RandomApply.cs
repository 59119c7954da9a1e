using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Applies another augmentation with a probability; else leaves the view as it is.</summary>
/// <remarks>Immutable, thread-safe. When the coin says no, the inner augmentation draws nothing and costs nothing.</remarks>
public sealed class RandomApply : IAugmentation
{
    /// <summary>Creates the operation.</summary>
    /// <param name="augmentation">What to apply, perhaps.</param>
    /// <param name="probability">In [0, 1].</param>
    public RandomApply(IAugmentation augmentation, double probability)
    {
        ArgumentNullException.ThrowIfNull(augmentation);
        Inner = augmentation;
        Probability = ProbabilityGuard.Check(probability);
    }

    /// <summary>What is applied, perhaps.</summary>
    public IAugmentation Inner { get; }

    /// <summary>How probable it is, in [0, 1].</summary>
    public double Probability { get; }

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (random.NextBernoulli(Probability))
            Inner.Apply(view, random);
    }

    /// <summary>The inner augmentation's part in evaluation where the probability is 1; else null.</summary>
    public IAugmentation? ForEvaluation() => Probability == 1 ? Inner.ForEvaluation() : null;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(nameof(RandomApply), ("probability", Probability)) { Steps = [Inner.Describe()] };

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();
}
