namespace SimClr.Core.Data.Folders;

/// <summary>What a header says.</summary>
internal readonly record struct ImageSize(int Width, int Height)
{
    public long Pixels => (long)Width * Height;

    public override string ToString() => $"{Width} x {Height}";
}
