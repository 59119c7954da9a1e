namespace SimClr.Core.Data;

/// <summary>Options of <see cref="ImageFileSource"/>.</summary>
public sealed class ImageFileOptions : ImageOpeningOptions;
