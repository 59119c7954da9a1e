namespace SimClr.Core.Data.Folders;

/// <summary>A file with its class.</summary>
internal readonly record struct ImageFile(string Path, int? Label);
