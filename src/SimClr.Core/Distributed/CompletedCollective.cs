namespace SimClr.Core.Distributed;

/// <summary>An exchange that is complete.</summary>
internal sealed class CompletedCollective : IPendingCollective
{
    public static readonly CompletedCollective Instance = new();

    public void Wait()
    {
    }
}
