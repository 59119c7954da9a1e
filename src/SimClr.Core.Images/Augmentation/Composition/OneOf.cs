using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>Applies one of several augmentations, chosen anew for each view: torchvision's <c>RandomChoice</c>.</summary>
/// <remarks>The identity is an empty <see cref="AugmentationPipeline"/>. Immutable, thread-safe.</remarks>
public sealed class OneOf : IAugmentation
{
    private readonly IAugmentation[] _choices;
    private readonly double[] _cumulative;

    /// <summary>Creates the operation with equally likely choices.</summary>
    /// <param name="choices">At least one.</param>
    public OneOf(params IEnumerable<IAugmentation> choices)
        : this((choices ?? throw new ArgumentNullException(nameof(choices))).Select(choice => (choice, 1.0)))
    {
    }

    /// <summary>Creates the operation with weighted choices.</summary>
    /// <param name="choices">At least one; weights are positive and need not sum to 1.</param>
    /// <exception cref="ArgumentException">There is no choice, one is null, or a weight is not positive.</exception>
    public OneOf(IEnumerable<(IAugmentation Augmentation, double Weight)> choices)
    {
        ArgumentNullException.ThrowIfNull(choices);
        (IAugmentation Augmentation, double Weight)[] all = [.. choices];
        if (all.Length == 0)
            throw new ArgumentException("At least one choice is needed.", nameof(choices));
        int wrong = Array.FindIndex(all, choice => choice.Augmentation is null || !(choice.Weight > 0) || double.IsInfinity(choice.Weight));
        if (wrong >= 0)
        {
            throw new ArgumentException(
                $"Choice {wrong} is null or its weight, {all[wrong].Weight}, is not positive and finite.",
                nameof(choices));
        }

        _choices = [.. all.Select(choice => choice.Augmentation)];
        double total = all.Sum(choice => choice.Weight);
        double sum = 0;
        _cumulative = [.. all.Select(choice => (sum += choice.Weight) / total)];
    }

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        double draw = random.NextDouble();
        int choice = 0;
        while (choice < _choices.Length - 1 && draw >= _cumulative[choice])
            choice++;
        _choices[choice].Apply(view, random);
    }

    /// <summary>The part in evaluation that all choices have; null where they differ or have none.</summary>
    public IAugmentation? ForEvaluation()
        => EvaluationSteps.Shared(_choices) is ({ Count: > 0 } steps, Agree: true) ? new AugmentationPipeline(steps) : null;

    /// <inheritdoc/>
    public AugmentationDescription Describe()
        => new(nameof(OneOf), Probabilities()) { Steps = [.. _choices.Select(choice => choice.Describe())] };

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();

    private IEnumerable<(string, object)> Probabilities()
        => _cumulative.Select((end, choice) => ($"p{choice}", (object)(end - (choice == 0 ? 0 : _cumulative[choice - 1]))));
}
