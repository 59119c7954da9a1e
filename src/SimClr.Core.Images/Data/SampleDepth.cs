namespace SimClr.Core.Data;

/// <summary>How finely image files are decoded.</summary>
public enum SampleDepth
{
    /// <summary>As they are stored: PNG and TIFF files of 16 bits a sample give <see cref="SampleType.UInt16"/>, all others bytes.</summary>
    AsStored,

    /// <summary>Bytes always; of 16 bits the higher half of the information is kept.</summary>
    UInt8,
}
