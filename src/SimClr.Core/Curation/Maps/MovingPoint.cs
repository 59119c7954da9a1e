namespace SimClr.Core.Curation.Maps;

/// <summary>How a point moves: its last step, and how trusting each direction is of the gradient.</summary>
/// <remarks>Gains: Jacobs 1988, <i>Increased rates of convergence through learning rate adaptation</i>, with t-SNE's constants.</remarks>
internal struct MovingPoint
{
    private const float Increase = 0.2f;
    private const float Decrease = 0.8f;
    private const float LeastGain = 0.01f;
    private const float LongestStep = 5;

    private float _gainX;
    private float _gainY;

    /// <summary>A point that has not moved.</summary>
    public static MovingPoint AtRest => new() { _gainX = 1, _gainY = 1 };

    /// <summary>The step along the first axis.</summary>
    public float X { get; private set; }

    /// <summary>The step along the second axis.</summary>
    public float Y { get; private set; }

    /// <summary>Makes the next step out of the last one and the gradient.</summary>
    public void Accelerate(float gradientX, float gradientY, float rate, float momentum)
    {
        _gainX = Gain(_gainX, gradientX, X);
        _gainY = Gain(_gainY, gradientY, Y);
        X = momentum * X - rate * _gainX * gradientX;
        Y = momentum * Y - rate * _gainY * gradientY;
        float length = MathF.Sqrt(X * X + Y * Y);
        if (length > LongestStep)
            (X, Y) = (X * (LongestStep / length), Y * (LongestStep / length));
    }

    /// <summary>Lets the step grow with the map.</summary>
    public void Enlarge(float times) => (X, Y) = (X * times, Y * times);

    // More where the gradient leads on, less where it turns back.
    private static float Gain(float gain, float gradient, float step)
        => gradient > 0 != step > 0 ? gain + Increase : Math.Max(gain * Decrease, LeastGain);
}
