using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>An operation in two halves: parameters are drawn first, applied second, and each half can be used and tested alone.</summary>
/// <typeparam name="TParameters">What is drawn for each view.</typeparam>
public abstract class RandomAugmentation<TParameters> : IAugmentation
{
    /// <summary>Draws the parameters for a view of the given size.</summary>
    /// <param name="shape">The view's size before the operation.</param>
    /// <param name="random">The stream of the view.</param>
    public abstract TParameters Draw(ViewShape shape, RandomStream random);

    /// <summary>Applies the operation with the given parameters; deterministic.</summary>
    /// <param name="view">The view so far; its shape may change.</param>
    /// <param name="parameters">What <see cref="Draw"/> gave, or any other valid value.</param>
    public abstract void Apply(View view, TParameters parameters);

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(random);
        Apply(view, Draw(view.Shape, random));
    }

    /// <inheritdoc cref="IAugmentation.Describe"/>
    public virtual AugmentationDescription Describe() => ReflectedDescription.Of(this);

    /// <inheritdoc cref="IAugmentation.ForEvaluation"/>
    public virtual IAugmentation? ForEvaluation() => null;

    /// <summary>The operation and its parameters, readable.</summary>
    public sealed override string ToString() => Describe().ToString();
}
