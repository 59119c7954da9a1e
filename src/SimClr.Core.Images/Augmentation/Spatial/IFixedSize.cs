namespace SimClr.Core.Augmentation;

/// <summary>An operation that knows the size of its result before it sees an image.</summary>
internal interface IFixedSize
{
    /// <summary>The result's size; null if it follows from the image.</summary>
    (int Height, int Width)? Result { get; }
}
