using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using SimClr.Core.Data;

namespace SimClr.Core.Tests.Data;

/// <summary>The options of decoding where other options hold them.</summary>
public sealed class ImageDecodingOptionsTests : IDisposable
{
    private const int Side = 40;

    private readonly TemporaryFolder _folder = new();
    private readonly string _picture;

    public ImageDecodingOptionsTests() => _picture = _folder.Write("1.png", PictureFiles.Encode(PictureFiles.Noise(Side, Side), Side));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Constructor_NoDecoding_IsRefused()
    {
        Opening(new ImageFolderOptions { Decoding = null! }).Should().Throw<OptionsValidationException>().WithMessage("*Decoding*required*");
        Opening(new ImageFileOptions { Decoding = null! }).Should().Throw<OptionsValidationException>().WithMessage("*Decoding*required*");
    }

    [Fact]
    public void Constructor_DecodingOutOfRange_NamesTheOption()
    {
        const string Expected = "*Decoding.MaximumPixels must be between 1 and 500000000, but is 0*";

        Opening(new ImageFolderOptions { Decoding = { MaximumPixels = 0 } }).Should().Throw<OptionsValidationException>().WithMessage(Expected);
        Opening(new ImageFileOptions { Decoding = { MaximumPixels = 0 } }).Should().Throw<OptionsValidationException>().WithMessage(Expected);
    }

    [Fact]
    public void Constructor_OptionsChangedAfterwards_ReadsAsItWasOpened()
    {
        ImageFolderOptions options = new() { CacheBytes = 0 };
        ImageFolderSource source = new(_folder.Path, options);

        options.Decoding.Channels = ImageChannels.Gray;

        source.Read(0).Channels.Should().Be(3);
    }

    [Fact]
    public void Options_FromConfiguration_BindTheirDecoding()
    {
        IConfiguration section = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["CacheBytes"] = "0",
            ["Decoding:Channels"] = "Gray",
            ["Decoding:MaximumPixels"] = "1599",
        }).Build();
        ImageFolderOptions folder = section.Get<ImageFolderOptions>()!;
        ImageFileOptions file = section.Get<ImageFileOptions>()!;

        Opening(folder).Should().Throw<ImageReadException>().WithMessage("*40 x 40*1599 allowed*");
        Opening(file).Should().Throw<ImageReadException>().WithMessage("*40 x 40*1599 allowed*");
        folder.Decoding.MaximumPixels = file.Decoding.MaximumPixels = Side * Side;

        ImageFolderSource ofFolder = new(_folder.Path, folder);
        (ofFolder.IsCached, ofFolder.Read(0).Channels).Should().Be((false, 1));
        new ImageFileSource([_picture], options: file).Read(0).Channels.Should().Be(1);
    }

    private Action Opening(ImageFolderOptions options) => () => _ = new ImageFolderSource(_folder.Path, options);

    private Action Opening(ImageFileOptions options) => () => _ = new ImageFileSource([_picture], options: options);
}
