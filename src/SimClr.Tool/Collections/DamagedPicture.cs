namespace SimClr.Tool.Collections;

/// <summary>A file that is no picture, or none any more.</summary>
/// <param name="Path">In the folder of pictures.</param>
/// <param name="Reason">What is wrong, in words.</param>
internal sealed record DamagedPicture(string Path, string Reason);
