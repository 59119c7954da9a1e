namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Whether a finding of the paper was seen here.</summary>
internal enum Verdict
{
    Held,
    DidNotHold,

    /// <summary>Some seeds say so, some do not; or the difference is within the error of so few test images.</summary>
    TooCloseToTell,
}
