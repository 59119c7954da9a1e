namespace SimClr.Core.Samples.Pictures;

/// <summary>What the frame around a picture on a sheet says.</summary>
public enum CellFrame
{
    /// <summary>No frame: nothing to say.</summary>
    None,

    /// <summary>Green: as hoped.</summary>
    Agrees,

    /// <summary>Red: not as hoped.</summary>
    Differs,
}
