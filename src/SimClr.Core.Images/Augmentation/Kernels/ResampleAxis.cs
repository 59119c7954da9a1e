namespace SimClr.Core.Augmentation.Kernels;

/// <summary>One axis of a resize, and the stretch of its outputs that is wanted.</summary>
/// <remarks>
/// Positions as in PIL and torchvision: pixel centers at half integers, the filter widened by the scale when shrinking.
/// </remarks>
internal readonly struct ResampleAxis
{
    private readonly int _first;
    private readonly double _support;

    /// <summary>Describes an axis.</summary>
    /// <param name="input">Pixels before.</param>
    /// <param name="output">Pixels after, all of them.</param>
    /// <param name="first">First output that is wanted.</param>
    /// <param name="length">Outputs that are wanted, at least 1.</param>
    /// <param name="interpolation">The filter.</param>
    public ResampleAxis(int input, int output, int first, int length, ResizeInterpolation interpolation)
    {
        (Input, _first, Length, Interpolation) = (input, first, length, interpolation);
        Scale = (double)input / output;
        _support = (interpolation == ResizeInterpolation.Bicubic ? 2 : 1) * Math.Max(1, Scale);
        Low = Range(0).Start;
        Extent = Range(length - 1).End - Low;
    }

    /// <summary>Pixels before.</summary>
    public int Input { get; }

    /// <summary>Outputs that are wanted.</summary>
    public int Length { get; }

    /// <summary>The filter.</summary>
    public ResizeInterpolation Interpolation { get; }

    /// <summary>Pixels before for one after.</summary>
    public double Scale { get; }

    /// <summary>First input that a wanted output needs.</summary>
    public int Low { get; }

    /// <summary>Inputs from <see cref="Low"/> on that the wanted outputs need; all inputs if all outputs are wanted.</summary>
    public int Extent { get; }

    /// <summary>An upper bound of an output's taps.</summary>
    public int MaximumTaps => (int)Math.Min(Extent, Math.Ceiling(2 * _support) + 1);

    /// <summary>Where the center of a wanted output lies, in inputs.</summary>
    public double Center(int wanted) => (_first + wanted + 0.5) * Scale;

    /// <summary>The inputs that a wanted output is made of; never empty, and neither end decreases.</summary>
    public (int Start, int End) Range(int wanted)
    {
        double center = Center(wanted);
        int start = Math.Max(0, (int)(center - _support + 0.5));
        int end = Math.Min(Input, (int)(center + _support + 0.5));
        return (start, end);
    }
}
