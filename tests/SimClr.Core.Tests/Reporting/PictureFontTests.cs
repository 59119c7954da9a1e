using SimClr.Core.Reporting.Drawing;
using SkiaSharp;

namespace SimClr.Core.Tests.Reporting;

public sealed class PictureFontTests
{
    [Fact]
    public void Typeface_LettersAndSigns_HasGlyphs()
        => PictureFont.Typeface.ContainsGlyphs("Epoch 12, 99.5 % – Größe × τ …").Should().BeTrue();

    [Fact]
    public void FamilyName_AskedByScottPlot_GivesTheEmbeddedFont()
    {
        SKTypeface typeface = ScottPlot.Fonts.GetTypeface(PictureFont.FamilyName, bold: false, italic: false);

        typeface.FamilyName.Should().Be(PictureFont.Typeface.FamilyName).And.Be("Roboto");
    }

    [Theory]
    [InlineData("Größe\n", true)]
    [InlineData("汉", false)]
    public void FamilyFor_Letters_IsTheEmbeddedOneIfItHasThem(string text, bool isEmbedded)
    {
        // Without a font for these letters on the machine the embedded one must do.
        bool expected = isEmbedded || SKFontManager.Default.MatchCharacter(text[0]) is null;
        (PictureFont.FamilyFor(["a", text]) == PictureFont.FamilyName).Should().Be(expected);
        ReferenceEquals(PictureFont.TypefaceFor(text), PictureFont.Typeface).Should().Be(expected);
    }
}
