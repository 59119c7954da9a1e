using ScottPlot;
using SkiaSharp;

namespace SimClr.Core.Samples.Pictures;

/// <summary>The font of all pictures, embedded so that they look the same everywhere, also on a machine without any font.</summary>
public sealed class PictureFont : IFontResolver
{
    private const string Resource = "Roboto-Subset.ttf";

    private PictureFont()
    {
    }

    /// <summary>The name under which ScottPlot knows the font.</summary>
    public static string FamilyName { get; } = Register();

    /// <summary>The font for drawing with SkiaSharp; shared, not to be disposed.</summary>
    public static SKTypeface Typeface { get; } = Load();

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing)
        => fontName == FamilyName ? Load() : null;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == FamilyName ? Load() : null;

    private static string Register()
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new PictureFont());
        return "SimClr.Core.Samples";
    }

    private static SKTypeface Load()
    {
        using Stream stream = typeof(PictureFont).Assembly.GetManifestResourceStream(Resource)!;
        return SKTypeface.FromStream(stream);
    }
}
