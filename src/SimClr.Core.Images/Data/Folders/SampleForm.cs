namespace SimClr.Core.Data.Folders;

/// <summary>What the samples of a pixel mean.</summary>
/// <param name="Samples">Samples of a pixel.</param>
/// <param name="IsColor">Whether the first three are red, green and blue; else the first is gray, if it is the only one.</param>
/// <param name="HasAlpha">Whether the last one is opacity.</param>
/// <param name="Blends">Whether the others are still to be multiplied by it.</param>
internal readonly record struct SampleForm(int Samples, bool IsColor, bool HasAlpha, bool Blends)
{
    /// <summary>Samples but for opacity.</summary>
    public int Colors => HasAlpha ? Samples - 1 : Samples;

    /// <summary>Why such an image can be nothing but what it is.</summary>
    public string Refusal => $"it has {Colors} channels that are neither gray nor RGB; {nameof(ImageChannels)}.{nameof(ImageChannels.AsStored)} reads them.";

    /// <summary>Number of channels that the image is decoded to; null if it cannot be.</summary>
    public int? ChannelsOf(ImageChannels channels) => channels switch
    {
        ImageChannels.AsStored => Colors,
        _ when !IsColor && Colors > 1 => null,
        ImageChannels.Gray => 1,
        _ => 3,
    };
}
