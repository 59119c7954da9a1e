using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>One random operation on a view, or a chain of them.</summary>
/// <remarks>
/// Instances are immutable and shared by all worker threads; what changes lives in the <see cref="View"/> and the
/// <see cref="RandomStream"/>,
/// both of which belong to the calling thread. All randomness comes from the given stream, so a view is a pure function of (seed, epoch,
/// image, view).
/// A custom operation is a few lines: implement this interface, or derive from <see cref="Augmentation{TParameters}"/> to keep draw and
/// effect apart.
/// </remarks>
public interface IAugmentation
{
    /// <summary>Draws this operation's parameters from the stream and applies it to the view, in place.</summary>
    /// <param name="view">The view so far; its size may change.</param>
    /// <param name="random">The stream of this view.</param>
    void Apply(View view, RandomStream random);

    /// <summary>The operation's name and parameters, for logs and a checkpoint's metadata; by default the type's name alone.</summary>
    AugmentationDescription Describe() => new(GetType().Name);
}
