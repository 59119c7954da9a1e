namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>The projection heads of the paper's Figure 8.</summary>
internal enum HeadKind
{
    None,
    Linear,
    Nonlinear,
}
