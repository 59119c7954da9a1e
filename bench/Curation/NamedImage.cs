using SimClr.Core.Data;

namespace SimClr.Core.Benchmarks.Curation;

/// <summary>A picture and what it is called in lists that are made by hand.</summary>
/// <param name="Name">The same in every run: the index in the data, or the file and the place in it.</param>
/// <param name="Image">The picture.</param>
internal sealed record NamedImage(string Name, Image Image);
