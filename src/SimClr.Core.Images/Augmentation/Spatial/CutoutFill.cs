namespace SimClr.Core.Augmentation;

/// <summary>What <see cref="Cutout"/> writes into the square.</summary>
public enum CutoutFill
{
    /// <summary>Zero: black.</summary>
    Zero,

    /// <summary>The channel's mean over the view.</summary>
    Mean,
}
