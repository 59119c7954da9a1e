using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

public sealed class ImageTests
{
    [Theory]
    [InlineData(0, 2, 3, "width")]
    [InlineData(2, 0, 3, "height")]
    [InlineData(2, 2, 0, "channels")]
    [InlineData(-1, 2, 3, "width")]
    public void Constructor_NoPixels_NamesTheArgument(int width, int height, int channels, string name)
        => FluentActions.Invoking(() => new Image(new byte[12], width, height, channels))
            .Should().Throw<ArgumentOutOfRangeException>().WithParameterName(name);

    [Fact]
    public void Constructor_SamplesThatDoNotFit_SaysHowManyWereExpected()
    {
        FluentActions.Invoking(() => new Image(new byte[11], 2, 2, 3)).Should().Throw<ArgumentException>()
            .WithMessage("An image of 2 x 2 pixels and 3 channels has 12 samples, but 11 were given.*").WithParameterName("samples");
        FluentActions.Invoking(() => new Image(new ushort[13], 2, 2, 3)).Should().Throw<ArgumentException>().WithMessage("*13 were given*");
        FluentActions.Invoking(() => new Image(Array.Empty<float>(), 65_536, 65_536, 1)).Should().Throw<ArgumentException>()
            .WithMessage("*has 4294967296 samples, but 0 were given*");
    }

    [Fact]
    public void ToString_AnyImage_SaysWhatItIs()
    {
        new Image(new byte[6], 3, 2, 1).ToString().Should().Be("3 x 2, 1 channel, UInt8, Interleaved");
        new Image(new float[12], 2, 2, 3, PixelLayout.Planar).ToString().Should().Be("2 x 2, 3 channels, Float32, Planar");
    }
}
