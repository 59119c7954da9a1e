using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>The user's own operation as a function.</summary>
/// <remarks>
/// The function runs on several threads at once, each with a view and a stream of its own; it must take all its randomness from the stream,
/// or runs can no longer be repeated. Immutable, as thread-safe as the function.
/// </remarks>
public sealed class DelegateAugmentation : IAugmentation
{
    private readonly string _name;
    private readonly Action<View, RandomStream> _apply;

    /// <summary>Creates the operation.</summary>
    /// <param name="name">Shown in logs and metadata.</param>
    /// <param name="apply">Changes the view in place.</param>
    public DelegateAugmentation(string name, Action<View, RandomStream> apply)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(apply);
        (_name, _apply) = (name, apply);
    }

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random) => _apply(view, random);

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(_name);

    /// <inheritdoc/>
    public override string ToString() => _name;
}
