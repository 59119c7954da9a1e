namespace SimClr.Core.Samples.CommandLine;

/// <summary>
/// Lets Ctrl-C end a run in good order: the first press cancels <see cref="Token"/>, a second one ends the process as usual.
/// </summary>
public sealed class CtrlC : IDisposable
{
    /// <summary>What the first press is answered with where nothing else is said.</summary>
    public const string Announcement =
        "The training ends after its current step; what there is then is evaluated. Press Ctrl-C again to end at once.";

    private readonly CancellationTokenSource _source = new();

    private readonly string _announcement;

    /// <param name="announcement">What the first press is answered with.</param>
    public CtrlC(string announcement = Announcement)
    {
        _announcement = announcement;
        Console.CancelKeyPress += OnPressed;
    }

    /// <summary>Canceled at the first press.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= OnPressed;
        _source.Dispose();
    }

    private void OnPressed(object? sender, ConsoleCancelEventArgs pressed)
    {
        if (_source.IsCancellationRequested)
            return;
        pressed.Cancel = true;
        Console.Error.WriteLine(_announcement);
        _source.Cancel();
    }
}
