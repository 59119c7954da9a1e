namespace SimClr.Core.Reporting;

/// <summary>A picture that is drawn from data: a chart, a matrix or a grid of images.</summary>
/// <remarks>
/// Derive from it to put pictures of your own into an <see cref="HtmlReport"/>. The library's figures have two pixels for each point of
/// their size, text in a font that they bring along (another one of the system where that lacks a letter), and colors that color-blind
/// readers can tell apart (Okabe and Ito, 2008). They keep what they are given and are drawn anew each time; not thread-safe while they change.
/// </remarks>
public abstract class Figure
{
    /// <summary>The text above the picture; empty leaves it out, which is the default where a figure does not say otherwise.</summary>
    public string Title { get; set; } = "";

    /// <summary>Draws the figure.</summary>
    /// <returns>The bytes of a PNG file.</returns>
    public abstract byte[] ToPng();

    /// <summary>Writes the figure as a PNG file, whole or not at all.</summary>
    /// <param name="path">The file, replaced if it exists; its folder is created where needed.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        byte[] png = ToPng();
        WholeFile.Write(path, stream => stream.Write(png));
    }
}
