using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>An operation in two halves: parameters are drawn first, applied second, and each half can be used and tested alone.</summary>
/// <typeparam name="TParameters">What is drawn for each view.</typeparam>
public abstract class Augmentation<TParameters> : IAugmentation
{
    /// <summary>Draws the parameters for a view of the given size.</summary>
    public abstract TParameters Draw(ViewSize size, RandomStream random);

    /// <summary>Applies the operation with the given parameters; deterministic.</summary>
    public abstract void Apply(View view, TParameters parameters);

    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(random);
        Apply(view, Draw(view.Size, random));
    }
}
