namespace SimClr.Core.Numerics.WeightGradients;

/// <summary>The way through a panel of inputs: rows of columns of pixels, and how far apart they lie, in values.</summary>
/// <param name="Rows">Number of rows, or of bands of images.</param>
/// <param name="Row">From one row to the next.</param>
/// <param name="Columns">Columns of a row.</param>
/// <param name="Column">From one column to the next.</param>
/// <param name="Inner">Pixels of a column; the innermost loop.</param>
/// <param name="Pixel">From one pixel to the next.</param>
/// <param name="Tap">From one tap of the kernel's row to the next.</param>
internal readonly record struct PanelWalk(int Rows, nint Row, int Columns, nint Column, int Inner, nint Pixel, nint Tap);
