namespace SimClr.Tool.CommandLine;

/// <summary>What the user asked for cannot be done; the message says why and what would help.</summary>
internal sealed class ToolException(string message) : Exception(message);
