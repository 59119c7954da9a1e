namespace SimClr.Core.Curation.Pixels;

/// <summary>A picture at one size. Rows have the grid's length, with zeros behind the width.</summary>
internal sealed record CropTemplate(int Height, int Width, float[] Values, float[] Mirrored);
