namespace SimClr.Core.Augmentation;

/// <summary>What a color operation does with a view that has not three channels (red, green, blue).</summary>
public enum NonRgbHandling
{
    /// <summary>Throws an <see cref="ArgumentException"/> that names the operation and the view's shape.</summary>
    Throw,

    /// <summary>Leaves out what needs three channels and does the rest.</summary>
    PassThrough,
}
