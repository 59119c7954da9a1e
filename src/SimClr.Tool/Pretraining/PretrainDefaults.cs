using SimClr.Core.Data;

namespace SimClr.Tool.Pretraining;

/// <summary>What is chosen where the user says nothing.</summary>
internal static class PretrainDefaults
{
    private const int Probed = 64;
    private const int SmallestView = 16;
    private const int LargestView = 64;
    private const int BatchSize = 64;

    /// <summary>Options in which only the number of epochs may be open.</summary>
    /// <param name="options">What the user said.</param>
    /// <param name="pictures">The pictures.</param>
    public static PretrainOptions Complete(PretrainOptions options, IImageSource pictures) => options with
    {
        ViewSize = options.ViewSize ?? ViewSize(pictures),
        BatchSize = Math.Min(options.BatchSize ?? BatchSize, pictures.Count),
    };

    // What fills a crop looks larger than in the whole picture, so views may have half its side; a step costs the square of it.
    private static int ViewSize(IImageSource pictures)
    {
        int step = Math.Max(1, pictures.Count / Probed);
        int[] sides = [.. Sides(pictures, step).Order()];
        int middle = sides.Length == 0 ? SmallestView : sides[sides.Length / 2];
        return Math.Clamp(middle / 16 * 8, SmallestView, LargestView);
    }

    private static IEnumerable<int> Sides(IImageSource pictures, int step)
    {
        for (int index = 0; index < pictures.Count; index += step)
        {
            int side = 0;
            try
            {
                Image image = pictures.Read(index);
                side = Math.Min(image.Width, image.Height);
            }
            catch (ImageReadException)
            {
                // The training says so, if it is not an exception.
                continue;
            }

            yield return side;
        }
    }
}
