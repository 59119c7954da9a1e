using SimClr.Core.Randomness;

namespace SimClr.Core.Augmentation;

/// <summary>
/// Turns the order of the channels around: RGB becomes BGR, which networks from Caffe, CNTK and OpenCV expect. Not random; belongs at the
/// end.
/// </summary>
/// <remarks>Any number of channels. Immutable, thread-safe.</remarks>
public sealed class ReverseChannels : IAugmentation
{
    /// <inheritdoc/>
    public void Apply(View view, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(view);
        for (int first = 0, last = view.Shape.Channels - 1; first < last; first++, last--)
        {
            Span<float> one = view.Plane(first), other = view.Plane(last);
            Span<float> kept = view.Scratch(one.Length);
            one.CopyTo(kept);
            other.CopyTo(one);
            kept.CopyTo(other);
        }
    }

    /// <inheritdoc/>
    public IAugmentation ForEvaluation() => this;

    /// <inheritdoc/>
    public AugmentationDescription Describe() => new(nameof(ReverseChannels));

    /// <inheritdoc/>
    public override string ToString() => Describe().ToString();
}
