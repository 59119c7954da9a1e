using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>A custom operation as a function: torchvision's <c>Lambda</c>.</summary>
/// <remarks>
/// A function cannot be described, so a checkpoint holds the name alone: change the name when the function does something else.
/// The function runs on several threads at once, each with a view and a stream of its own; it must take all its randomness from the stream,
/// or runs can no longer be repeated. Immutable, as thread-safe as the function.
/// </remarks>
public sealed class LambdaAugmentation : IAugmentation
{
    private readonly string _name;
    private readonly Action<View, RandomStream> _apply;
    private readonly bool _isDeterministic;

    /// <summary>Creates a random operation; it has no part in evaluation.</summary>
    /// <param name="name">Shown in logs and metadata.</param>
    /// <param name="apply">Changes the view in place.</param>
    public LambdaAugmentation(string name, Action<View, RandomStream> apply)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(apply);
        (_name, _apply) = (name, apply);
    }

    /// <summary>Creates an operation that does the same to every image; evaluation applies it, too.</summary>
    /// <param name="name">Shown in logs and metadata.</param>
    /// <param name="apply">Changes the view in place, without chance.</param>
    public LambdaAugmentation(string name, Action<View> apply)
        : this(name, Deterministic(apply)) => _isDeterministic = true;

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random) => _apply(view, random);

    /// <summary>The operation itself where its function takes no random numbers; else null.</summary>
    public IAugmentation? ForEvaluation() => _isDeterministic ? this : null;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(_name);

    /// <inheritdoc/>
    public override string ToString() => _name;

    private static Action<View, RandomStream> Deterministic(Action<View> apply)
    {
        ArgumentNullException.ThrowIfNull(apply);
        return (view, _) => apply(view);
    }
}
