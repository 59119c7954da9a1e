namespace SimClr.Core.Evaluation;

/// <summary>A run of consecutive images as floats.</summary>
/// <param name="First">Index of its first image.</param>
/// <param name="Count">Number of images.</param>
/// <param name="Pixels">Their values, one image after the other; may be longer than they need.</param>
internal readonly record struct ImageBlock(int First, int Count, float[] Pixels);
