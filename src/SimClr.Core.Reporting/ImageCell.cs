using SimClr.Core.Data;

namespace SimClr.Core.Reporting;

/// <summary>An image in an <see cref="ImageGrid"/>.</summary>
/// <param name="Image">
/// The image; borrowed. Of three or more channels the first three are shown as red, green and blue, of fewer the first as gray.
/// </param>
/// <param name="Caption">A line of text below it, cut off where it is wider than the cell; empty leaves it out.</param>
/// <param name="IsCorrect">True puts a green frame around it, false a red one, null none.</param>
public sealed record ImageCell(Image Image, string Caption = "", bool? IsCorrect = null);
