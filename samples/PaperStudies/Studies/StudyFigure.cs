using SimClr.Core.Reporting;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>A picture in the form of the paper's.</summary>
/// <param name="Name">Of the file, without ending; unique among the study's.</param>
/// <param name="Picture">The picture.</param>
/// <param name="Alternative">What it shows, for those who cannot see it.</param>
/// <param name="Caption">What to look at.</param>
internal sealed record StudyFigure(string Name, Figure Picture, string Alternative, string Caption);
