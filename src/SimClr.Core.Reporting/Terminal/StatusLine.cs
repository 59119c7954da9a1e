namespace SimClr.Core.Reporting.Terminal;

/// <summary>A line that says how things stand: on a terminal always the same one, written over; in a log a new one now and then.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class StatusLine(TextWriter output, TimeProvider clock)
{
    private const int UsualWidth = 80;
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private long _last = clock.GetTimestamp();
    private string _shown = "";

    /// <summary>Whether the line may be written over.</summary>
    public bool IsLive { get; set; } = IsTerminal(output);

    /// <summary>Time between lines of a log.</summary>
    public TimeSpan LogInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether something has been written to the log since the work began.</summary>
    public bool HasLogged { get; private set; }

    /// <summary>From now on nothing has been shown of the work.</summary>
    public void Begin() => (_last, HasLogged) = (clock.GetTimestamp(), false);

    /// <summary>Shows how things stand, if it is time to.</summary>
    /// <param name="describe">Says it; called only then.</param>
    public void Show(Func<string> describe)
    {
        bool isFirst = IsLive && _shown.Length == 0;
        if (!isFirst && clock.GetElapsedTime(_last) < (IsLive ? Refresh : LogInterval))
            return;
        _last = clock.GetTimestamp();
        if (IsLive)
            Draw(Fit(describe()));
        else
            WriteLog(describe());
    }

    /// <summary>Writes a line that stays, above the status on a terminal.</summary>
    public void WriteLine(string text)
    {
        string status = _shown;
        Erase();
        output.WriteLine(text);
        if (status.Length > 0)
            Draw(status);
    }

    /// <summary>Writes how things stand as a line that stays.</summary>
    public void WriteLog(string text)
    {
        _last = clock.GetTimestamp();
        HasLogged = true;
        WriteLine(text);
    }

    /// <summary>Leaves the terminal as if there had been no status.</summary>
    public void Erase()
    {
        if (_shown.Length == 0)
            return;
        Draw("");
        output.Write('\r');
    }

    // Blanks instead of a control sequence: they erase on every terminal.
    private void Draw(string text)
    {
        output.Write($"\r{text.PadRight(_shown.Length)}");
        output.Flush();
        _shown = text;
    }

    // A line that wraps could not be written over.
    private static string Fit(string text)
    {
        text = text.ReplaceLineEndings(" ");
        int width = Width() - 1;
        return text.Length <= width ? text : $"{text.AsSpan(0, width - 1)}…";
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth > 1 ? Console.WindowWidth : UsualWidth;
        }
        catch (IOException)
        {
            return UsualWidth;
        }
    }

    private static bool IsTerminal(TextWriter output)
        => (ReferenceEquals(output, Console.Error) && !Console.IsErrorRedirected) || (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected);
}
