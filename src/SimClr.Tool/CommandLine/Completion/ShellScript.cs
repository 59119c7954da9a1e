namespace SimClr.Tool.CommandLine.Completion;

/// <summary>Scripts that make a shell ask this program what could come next.</summary>
/// <remarks>
/// They call <c>simclr "[suggest:POSITION]" LINE</c>, System.CommandLine's own directive, so that they never grow old. Options are offered
/// once the word begins with a dash, and help's old names (/?, /h) never; where nothing else is known, the shell offers files.
/// </remarks>
internal static class ShellScript
{
    private const string Folder = "CommandLine/Completion/";

    /// <summary>The shells that there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "pwsh"];

    /// <summary>The script for one of <see cref="Shells"/>, with line feeds alone.</summary>
    public static string Of(string shell)
    {
        using Stream stream = typeof(ShellScript).Assembly.GetManifestResourceStream($"{Folder}simclr.{shell}")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
