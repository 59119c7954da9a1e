namespace SimClr.Tool.Explore.Work;

/// <summary>How far the work behind the page is. Written by one thread, read by any.</summary>
internal sealed class WorkStatus : IProgress<(long Done, long All)>, IProgress<(int Done, int All)>
{
    private volatile WorkStage _stage = new("", 0, 0);

    public WorkStage Stage => _stage;

    /// <summary>Why the work ended before it was done; null if it did not.</summary>
    public string? Problem { get; private set; }

    /// <summary>Begins a piece of work.</summary>
    public void Begin(string name) => _stage = new WorkStage(name, 0, 0);

    public void Report((long Done, long All) value) => _stage = _stage with { Done = value.Done, All = value.All };

    public void Report((int Done, int All) value) => Report(((long)value.Done, (long)value.All));

    /// <summary>All is done.</summary>
    public void End() => _stage = new WorkStage("", 0, 0);

    /// <summary>The work ends here.</summary>
    public void Fail(string problem)
    {
        Problem = problem;
        End();
    }
}
