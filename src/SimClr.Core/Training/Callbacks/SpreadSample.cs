using SimClr.Core.Data;

namespace SimClr.Core.Training.Callbacks;

/// <summary>A few images of a source to try something on.</summary>
internal static class SpreadSample
{
    /// <summary>The first, the last, and some between: a folder's sizes differ somewhere.</summary>
    /// <param name="source">At least one image.</param>
    /// <param name="count">How many, at least 2; a smaller source is taken whole.</param>
    public static SubsetSource Of(IImageSource source, int count)
    {
        long last = source.Count - 1;
        IEnumerable<int> spread = Enumerable.Range(0, count).Select(number => (int)(last * number / (count - 1)));
        return new SubsetSource(source, [.. spread.Distinct()]);
    }
}
