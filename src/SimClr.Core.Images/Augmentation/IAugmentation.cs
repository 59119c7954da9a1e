using System.Diagnostics.CodeAnalysis;
using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>One random operation on a view, or a chain of them.</summary>
/// <remarks>
/// Instances are immutable and shared by all worker threads; what changes lives in the <see cref="View"/> and the
/// <see cref="RandomStream"/>,
/// both of which belong to the calling thread. All randomness comes from the given stream, so a view is a pure function of (seed, epoch,
/// image, view).
/// A custom operation is a few lines: implement this interface, or derive from <see cref="RandomAugmentation{TParameters}"/> to keep draw and
/// effect apart.
/// </remarks>
// Trimming would take properties that only the description reads, and then a checkpoint would seem another run's.
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)]
public interface IAugmentation
{
    /// <summary>Draws this operation's parameters from the stream and applies it to the view, in place.</summary>
    /// <param name="view">The view so far; its size may change.</param>
    /// <param name="random">The stream of this view.</param>
    void Apply(View view, RandomStream random);

    /// <summary>
    /// The operation's name and parameters, for logs and for checkpoints: a run whose parameters differ cannot continue from one.
    /// </summary>
    /// <remarks>
    /// By default the type's name, its public properties and what its constructor has kept: read-only fields and captured parameters.
    /// Numbers, booleans, enumerations and strings count, lists and objects of them, and other augmentations. Functions cannot be
    /// described.
    /// </remarks>
    AugmentationDescription Describe() => ReflectedDescription.Of(this);

    /// <summary>
    /// What stands in this operation's place when the trained encoder is evaluated or used; null, the default, if nothing does.
    /// </summary>
    /// <remarks>
    /// An operation that does the same to every image returns itself, as <see cref="Normalize"/> does: the encoder knows no other images. A
    /// random operation has no part in evaluation. One that is random but brings images to a size may return what does so without chance,
    /// as <see cref="RandomResizedCrop"/> returns an <see cref="EvaluationCrop"/>.
    /// </remarks>
    IAugmentation? ForEvaluation() => null;
}
