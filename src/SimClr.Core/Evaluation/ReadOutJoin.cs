namespace SimClr.Core.Evaluation;

/// <summary>How a <see cref="ReadOut"/> joins what the network gives for several views of an image.</summary>
public enum ReadOutJoin
{
    /// <summary>Side by side, view after view: V times the features.</summary>
    Concatenate,

    /// <summary>Their mean: as many features as of one view.</summary>
    Average,
}
