namespace SimClr.Tool.CommandLine;

/// <summary>Text in a command that the user may copy into a shell.</summary>
internal static class ShellWord
{
    private const string Safe = "/\\._-:+=@%,~";

    /// <summary>The text, in quotes where a shell would take it apart.</summary>
    public static string Of(string text) => text.Length > 0 && text.All(letter => char.IsLetterOrDigit(letter) || Safe.Contains(letter, StringComparison.Ordinal))
        ? text
        : $"\"{text}\"";
}
