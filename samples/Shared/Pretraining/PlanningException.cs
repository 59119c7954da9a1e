namespace SimClr.Core.Samples.Pretraining;

/// <summary>What the user asked for cannot be done on this machine or with these images; the message says what can.</summary>
public sealed class PlanningException : Exception
{
    public PlanningException()
    {
    }

    public PlanningException(string message)
        : base(message)
    {
    }

    public PlanningException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
