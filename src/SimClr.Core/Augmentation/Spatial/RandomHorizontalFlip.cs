using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Mirrors left and right with a probability (paper, appendix A: 0.5).</summary>
/// <remarks>Immutable, thread-safe. Any number of channels.</remarks>
public sealed class RandomHorizontalFlip : Augmentation<bool>
{
    private readonly double _probability;

    /// <summary>Creates the operation.</summary>
    /// <param name="probability">In [0, 1]; 0.5 by default.</param>
    public RandomHorizontalFlip(double probability = 0.5) => _probability = ProbabilityGuard.Check(probability);

    /// <summary>Whether to flip.</summary>
    public override bool Draw(ViewShape size, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return random.NextBernoulli(_probability);
    }

    /// <inheritdoc/>
    public override void Apply(View view, bool parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (!parameters)
            return;
        Span<float> pixels = view.Pixels;
        int width = view.Size.Width;
        for (int row = 0; row < pixels.Length; row += width)
            pixels.Slice(row, width).Reverse();
    }

    /// <summary>The operation itself where its probability is 1; else null.</summary>
    public override IAugmentation? ForEvaluation() => _probability == 1 ? this : null;

    /// <inheritdoc/>
    public override AugmentationDescription Describe() => new(nameof(RandomHorizontalFlip), ("probability", _probability));
}
