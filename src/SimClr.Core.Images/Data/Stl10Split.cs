namespace SimClr.Core.Data;

/// <summary>The parts of STL-10.</summary>
public enum Stl10Split
{
    /// <summary>The labeled images to train on: 5,000.</summary>
    Train,

    /// <summary>The labeled images to test on: 8,000.</summary>
    Test,

    /// <summary>The images without labels: 100,000, of more kinds than the ten classes.</summary>
    Unlabeled,
}
