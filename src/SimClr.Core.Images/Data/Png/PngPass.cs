using SimClr.Core.Data.Folders;

namespace SimClr.Core.Data.Png;

/// <summary>Every so many pixels of a picture: the whole, or a pass of Adam7's interlacing (PNG, 3rd edition, clause 8).</summary>
internal readonly record struct PngPass(int Left, int Top, int StepX, int StepY, int Width, int Height)
{
    public static IEnumerable<PngPass> Of(ImageSize size, bool interlaced)
    {
        (int Left, int Top, int StepX, int StepY)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        return passes.Where(pass => pass.Left < size.Width && pass.Top < size.Height).Select(pass => new PngPass(
            pass.Left,
            pass.Top,
            pass.StepX,
            pass.StepY,
            (size.Width - pass.Left + pass.StepX - 1) / pass.StepX,
            (size.Height - pass.Top + pass.StepY - 1) / pass.StepY));
    }
}
