namespace SimClr.Core.Augmentation;

/// <summary>What <see cref="SobelFilter"/> makes of a channel.</summary>
public enum SobelOutput
{
    /// <summary>One channel: the length of the gradient, clipped to [0, 1]; 1 is the steepest straight edge.</summary>
    Magnitude,

    /// <summary>Two channels: 0.5 plus half of the horizontal, then of the vertical derivative; 0.5 is flat.</summary>
    Gradients,
}
