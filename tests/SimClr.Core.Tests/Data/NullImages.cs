using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>A source with a mistake: it returns null for some of its images.</summary>
internal sealed class NullImages(int count, params int[] missing) : IImageSource
{
    public int Count => count;

    public IReadOnlyList<string> ClassNames => [];

    public Image Read(int index) => missing.Contains(index) ? null! : new Image(PictureFiles.Noise(8, 8, index), 8, 8, 3);

    public int? GetLabel(int index) => null;
}
