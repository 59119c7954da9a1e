using SimClr.Core.Data;

namespace SimClr.Core.Tests.Evaluation;

/// <summary>Black images of given labels and widths.</summary>
internal sealed class PlainImages(int?[] labels, Func<int, int>? width = null) : IImageSource
{
    public int Count => labels.Length;

    public IReadOnlyList<string> ClassNames => ["zero", "one", "two"];

    public Image Read(int index)
    {
        int side = width?.Invoke(index) ?? 4;
        return new Image(new byte[4 * side * 3], side, 4, 3);
    }

    public int? GetLabel(int index) => labels[index];
}
