namespace SimClr.Core.Building.Binding;

/// <summary>A part that configuration can name.</summary>
/// <param name="Part">What it is: Encoder, Loss, Optimizer and so on; the name of its section.</param>
/// <param name="Kind">Its name among them.</param>
/// <param name="Use">Gives it to a builder, with the options of its section.</param>
internal sealed record NamedPart(string Part, string Kind, Action<SimClrBuilder, OptionsSection> Use);
