namespace SimClr.Core.Augmentation;

/// <summary>The shape of a view: [C, H, W].</summary>
/// <param name="Channels">Number of channels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Width">Width in pixels.</param>
public readonly record struct ViewShape(int Channels, int Height, int Width)
{
    /// <summary>Number of values: C * H * W.</summary>
    /// <exception cref="OverflowException">There are more than 2,147,483,647.</exception>
    public int Length => checked(Channels * Height * Width);

    /// <inheritdoc/>
    public override string ToString() => $"[{Channels}, {Height}, {Width}]";
}
