namespace SimClr.Core.Interop.PyTorch;

/// <summary>Where in a file the numbers of a storage lie.</summary>
/// <param name="Offset">Their first byte.</param>
/// <param name="Record">The record in a zip archive that they are; null in the older form, which has no checksums.</param>
internal sealed record StoragePlace(long Offset, ZipRecord? Record = null);
