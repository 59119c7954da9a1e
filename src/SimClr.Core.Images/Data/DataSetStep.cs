namespace SimClr.Core.Data;

/// <summary>What is done to bring a published data set into a folder, in this order.</summary>
public enum DataSetStep
{
    /// <summary>Another process downloads the same data set to the same folder; this one waits for it.</summary>
    Waiting,

    /// <summary>The archive is downloaded.</summary>
    Downloading,

    /// <summary>The archive's checksum is computed.</summary>
    Verifying,

    /// <summary>The archive is unpacked.</summary>
    Unpacking,
}
