namespace SimClr.Core.Randomness;

/// <summary>What a stream is for; streams of different purposes are disjoint although their other arguments agree.</summary>
internal enum RandomPurpose : byte
{
    View = 0,
    Shuffle = 1,
    Initialization = 2,
    Synthetic = 3,
    Split = 4,
}
