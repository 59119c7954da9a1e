using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>A chain of augmentations, applied in order to each view.</summary>
/// <remarks>Immutable: the fluent calls return a longer chain and leave this one as it is.</remarks>
public sealed class AugmentationPipeline : IAugmentation
{
    private readonly IAugmentation[] _steps;

    /// <summary>Creates a chain of the given steps; none is the identity.</summary>
    /// <exception cref="ArgumentException">A step is null.</exception>
    public AugmentationPipeline(params IEnumerable<IAugmentation> steps)
    {
        ArgumentNullException.ThrowIfNull(steps);
        _steps = [.. steps];
        int missing = Array.IndexOf(_steps, null);
        if (missing >= 0)
            throw new ArgumentException($"Step {missing} of the pipeline is null.", nameof(steps));
    }

    /// <summary>The chain without steps: leaves every image as it is.</summary>
    public static AugmentationPipeline Identity { get; } = new();

    /// <summary>The steps, in order.</summary>
    public IReadOnlyList<IAugmentation> Steps => _steps;

    /// <summary>A chain with one more step at its end.</summary>
    public AugmentationPipeline Then(IAugmentation step)
    {
        ArgumentNullException.ThrowIfNull(step);
        return new AugmentationPipeline([.. _steps, step]);
    }

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        foreach (IAugmentation step in _steps)
            step.Apply(view, random);
    }

    /// <summary>The parts in evaluation of all steps, in order; null where none has one.</summary>
    public IAugmentation? ForEvaluation()
        => _steps.SelectMany(EvaluationSteps.Of).ToArray() is { Length: > 0 } steps ? new AugmentationPipeline(steps) : null;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(nameof(AugmentationPipeline)) { Steps = [.. _steps.Select(step => step.Describe())] };

    /// <summary>The steps and their parameters, readable.</summary>
    public override string ToString() => _steps.Length == 0 ? "identity" : string.Join(" -> ", _steps.Select(step => step.Describe()));
}
