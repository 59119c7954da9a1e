using SimClr.Core.Samples.Pictures;
using SkiaSharp;

namespace SimClr.Core.SampleTests.Pictures;

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
}
