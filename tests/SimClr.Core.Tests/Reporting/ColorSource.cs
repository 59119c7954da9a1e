using SimClr.Core.Data;

namespace SimClr.Core.Tests.Reporting;

/// <summary>Images of one pixel pattern a class: 8 x 8, left half black, right half in the color of the class.</summary>
internal sealed class ColorSource(int count, bool labeled = true) : IImageSource
{
    public static readonly byte[][] Colors = [[200, 40, 40], [40, 200, 40], [40, 40, 200]];
    private static readonly string[] Names = ["red <b>", "green & co", "a blue of a rather long name"];

    public int Count => count;

    public IReadOnlyList<string> ClassNames => labeled ? Names : [];

    public Image Read(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        byte[] samples = new byte[8 * 8 * 3];
        for (int pixel = 0; pixel < 64; pixel++)
        {
            if (pixel % 8 >= 4)
                Colors[index % 3].CopyTo(samples, 3 * pixel);
        }

        return new Image(samples, 8, 8, 3);
    }

    public int? GetLabel(int index) => labeled ? index % 3 : null;
}
