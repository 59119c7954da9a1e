using SimClr.Core.Validation;

namespace SimClr.Core.Data;

/// <summary>Options of <see cref="DataSets"/>.</summary>
public sealed class DataSetOptions
{
    /// <summary>
    /// Where the archive is taken from: an absolute http, https or file address. Null, the default, is the address that its authors
    /// publish. A mirror must have the same archive, to the byte.
    /// </summary>
    public Uri? Source { get; set; }

    /// <summary>
    /// Whether the data set is downloaded if it is not in the folder; true by default. If false, that is a
    /// <see cref="DataSetException"/>.
    /// </summary>
    public bool Download { get; set; } = true;

    /// <summary>Whether the downloaded archive stays in the folder beside what was unpacked from it; false by default.</summary>
    public bool KeepArchive { get; set; }

    /// <summary>
    /// How often the download is begun or resumed, at most, within one call, if the connection breaks or the server fails; 3 by default.
    /// Range 1 to 100.
    /// </summary>
    [InRange(1, 100)]
    public int Attempts { get; set; } = 3;

    /// <summary>Seconds without a byte after which a connection counts as broken; 60 by default. Range 1 to 3,600.</summary>
    [InRange(1, 3600)]
    public int StallSeconds { get; set; } = 60;

    internal DataSetOptions Copy() => (DataSetOptions)MemberwiseClone();
}
