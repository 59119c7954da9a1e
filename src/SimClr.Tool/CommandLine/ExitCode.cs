namespace SimClr.Tool.CommandLine;

/// <summary>What the program's exit codes mean; anything else is a fault of the program itself.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something that the message names could not be read, written or done.</summary>
    public const int Failed = 1;

    /// <summary>The arguments are no use; nothing was begun.</summary>
    public const int BadArguments = 2;

    /// <summary>Ended by Ctrl-C or a signal; what was complete is kept.</summary>
    public const int Canceled = 130;
}
