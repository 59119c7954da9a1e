namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Something that the paper found, and whether it was found here.</summary>
/// <param name="Statement">The paper's finding.</param>
/// <param name="Verdict">Whether it held here.</param>
/// <param name="Evidence">The figures that say so.</param>
internal sealed record Conclusion(string Statement, Verdict Verdict, string Evidence)
{
    public Conclusion(string statement, bool held, string evidence)
        : this(statement, held ? Verdict.Held : Verdict.DidNotHold, evidence)
    {
    }

    public string Words => Verdict switch
    {
        Verdict.Held => "held",
        Verdict.DidNotHold => "did not hold",
        _ => "too close to tell",
    };
}
