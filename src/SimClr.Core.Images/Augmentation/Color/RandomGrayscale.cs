using SimClr.Core.Augmentation.Kernels;

namespace SimClr.Core.Augmentation;

/// <summary>Turns the view gray with a probability; the three channels stay, all with the gray value (paper, appendix A: 0.2).</summary>
/// <remarks>Weights 0.2989, 0.587, 0.114 as in torchvision. Needs three channels. Immutable, thread-safe.</remarks>
public sealed class RandomGrayscale : BernoulliAugmentation
{
    private readonly NonRgbHandling _nonRgb;

    /// <summary>Creates the operation.</summary>
    /// <param name="probability">In [0, 1]; 0.2 by default.</param>
    /// <param name="nonRgb">What to do with a view that has not three channels.</param>
    public RandomGrayscale(double probability = 0.2, NonRgbHandling nonRgb = NonRgbHandling.Throw)
        : base(probability) => _nonRgb = nonRgb;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The view has not three channels, and the handling is to refuse.</exception>
    public override void Apply(View view, bool parameters)
    {
        ArgumentNullException.ThrowIfNull(view);
        // Checked whatever the coin says, so that a wrong pipeline fails at its first view.
        if (RgbGuard.HasColor(view, _nonRgb, nameof(RandomGrayscale)) && parameters)
            VectorLoop.Run(Rgb.Of(view), default(Gray));
    }
}
