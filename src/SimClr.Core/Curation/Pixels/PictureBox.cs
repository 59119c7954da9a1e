namespace SimClr.Core.Curation.Pixels;

/// <summary>A part of a picture, which is [0, 1] x [0, 1] whatever its sides.</summary>
internal readonly record struct PictureBox(float Left, float Top, float Right, float Bottom)
{
    public static PictureBox Whole { get; } = new(0, 0, 1, 1);

    public float Width => Right - Left;

    public float Height => Bottom - Top;

    /// <summary>The same with one side moved, or as it is where it would leave the picture or become too small.</summary>
    /// <param name="side">0 left, 1 top, 2 right, 3 bottom; 4 both of the width, 5 both of the height.</param>
    /// <param name="by">How far.</param>
    /// <param name="least">Least width and height.</param>
    public PictureBox Moved(int side, float by, float least)
    {
        PictureBox moved = side switch
        {
            0 => this with { Left = Left + by },
            1 => this with { Top = Top + by },
            2 => this with { Right = Right + by },
            3 => this with { Bottom = Bottom + by },
            4 => this with { Left = Left + by, Right = Right + by },
            _ => this with { Top = Top + by, Bottom = Bottom + by },
        };
        bool isInside = moved is { Left: >= 0, Top: >= 0, Right: <= 1, Bottom: <= 1 };
        return isInside && moved.Width >= least && moved.Height >= least ? moved : this;
    }
}
