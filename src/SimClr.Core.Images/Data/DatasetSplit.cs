namespace SimClr.Core.Data;

/// <summary>The part of a data set.</summary>
public enum DatasetSplit
{
    /// <summary>The images to train on.</summary>
    Train,

    /// <summary>The images to test on.</summary>
    Test,
}
