using ScottPlot;
using SkiaSharp;

namespace SimClr.Core.Reporting.Drawing;

/// <summary>
/// The font of all pictures, embedded so that they look the same everywhere, also on a machine without any font. Text with letters that it
/// lacks takes a font of the system.
/// </summary>
internal sealed class PictureFont : IFontResolver
{
    private const string Resource = "Roboto-Subset.ttf";

    private PictureFont()
    {
    }

    /// <summary>The name under which ScottPlot knows the font.</summary>
    public static string FamilyName { get; } = Register();

    /// <summary>The font for drawing with SkiaSharp; shared, not to be disposed.</summary>
    public static SKTypeface Typeface { get; } = Load();

    /// <summary>The family that has the letters of some texts, as ScottPlot knows it; the embedded one where no other has them either.</summary>
    public static string FamilyFor(IEnumerable<string> texts)
        => FirstMissing(string.Concat(texts)) is { } letter && SKFontManager.Default.MatchCharacter(letter) is { } other ? other.FamilyName : FamilyName;

    /// <summary>The font that has the letters of a text; the embedded one where no other has them either. Not to be disposed.</summary>
    public static SKTypeface TypefaceFor(string text)
        => FirstMissing(text) is { } letter && SKFontManager.Default.MatchCharacter(letter) is { } other ? other : Typeface;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
        => fontName == FamilyName ? Load() : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == FamilyName ? Load() : null;

    private static int? FirstMissing(string text)
    {
        foreach (System.Text.Rune letter in text.EnumerateRunes())
            if (!System.Text.Rune.IsControl(letter) && !Typeface.ContainsGlyph(letter.Value))
                return letter.Value;
        return null;
    }

    private static string Register()
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new PictureFont());
        return "SimClr.Core.Reporting";
    }

    private static SKTypeface Load()
    {
        using Stream stream = typeof(PictureFont).Assembly.GetManifestResourceStream(Resource)!;
        return SKTypeface.FromStream(stream);
    }
}
