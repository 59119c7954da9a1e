namespace SimClr.Core.Data.Folders;

/// <summary>What an image will be once it is decoded.</summary>
/// <param name="Size">Its size as it is stored, not yet upright.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="SampleBytes">Bytes of a sample.</param>
internal readonly record struct PictureHeader(ImageSize Size, int Channels, int SampleBytes)
{
    /// <summary>Memory that it takes.</summary>
    public long DecodedBytes => Size.Pixels * Channels * SampleBytes;
}
