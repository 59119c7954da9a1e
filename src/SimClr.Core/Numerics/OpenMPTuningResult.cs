namespace SimClr.Core.Numerics;

/// <summary>What <see cref="OpenMPTuning"/> did.</summary>
/// <param name="Set">Variables that libtorch will find.</param>
/// <param name="Missed">Variables that it would have found, had it not been loaded before.</param>
internal sealed record OpenMPTuningResult(IReadOnlyDictionary<string, string> Set, IReadOnlyDictionary<string, string> Missed)
{
    /// <summary>Nothing to do: another system, switched off, or all set by the user.</summary>
    public static OpenMPTuningResult Nothing { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());
}
