namespace SimClr.Core.Curation.Pixels;

/// <summary>Where one picture lies over another one best, as the whole or a part of it.</summary>
/// <param name="Correlation">Of their luma there, in [-1, 1]: 1 if they are the same but for brightness and contrast.</param>
/// <param name="Detail">The same of what is finer than the surroundings of each point.</param>
/// <param name="Mirrored">Whether it is mirrored.</param>
/// <param name="Box">The part of the larger picture that it shows.</param>
internal readonly record struct PictureAlignment(double Correlation, double Detail, bool Mirrored, PictureBox Box)
{
    /// <summary>
    /// Whether the pictures have enough on them to tell by. Stripes, a horizon or one edge lie over a part of nearly any other such picture.
    /// </summary>
    public bool IsTelling { get; init; } = true;

    /// <summary>Of pictures that have nothing in common.</summary>
    public static PictureAlignment None { get; } = new(0, 0, false, PictureBox.Whole);
}
