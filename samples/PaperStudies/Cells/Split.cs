namespace SimClr.Core.Samples.PaperStudies.Cells;

/// <summary>What an accuracy is measured on.</summary>
internal enum Split
{
    /// <summary>Test images, for what is reported.</summary>
    Test,

    /// <summary>Training images that the classifier did not see, for choices.</summary>
    Validation,
}
