namespace SimClr.Core.Curation.Pixels;

/// <summary>Where one picture lies over another one best, as the whole or a part of it.</summary>
/// <param name="Correlation">Of their luma there, in [-1, 1]: 1 if they are the same but for brightness and contrast.</param>
/// <param name="Detail">The same of what is finer than the surroundings of each point.</param>
/// <param name="Spread">
/// How far the detail is spread over the picture, in (0, 1]: the part of the points that would hold it if each had as much. A third for noise;
/// little where two or three lines are all there is, which other pictures have as well.
/// </param>
/// <param name="Mirrored">Whether it is mirrored.</param>
/// <param name="Box">The part of the larger picture that it shows.</param>
internal readonly record struct PictureAlignment(double Correlation, double Detail, double Spread, bool Mirrored, PictureBox Box)
{
    /// <summary>Of pictures that have nothing in common.</summary>
    public static PictureAlignment None { get; } = new(0, 0, 0, false, PictureBox.Whole);
}
