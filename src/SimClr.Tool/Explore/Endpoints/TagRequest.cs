namespace SimClr.Tool.Explore.Endpoints;

/// <summary>Puts a tag on pictures, or takes it off.</summary>
/// <param name="Name">The tag.</param>
/// <param name="Pictures">Indices.</param>
/// <param name="IsOn">On or off.</param>
internal sealed record TagRequest(string Name, int[] Pictures, bool IsOn);
