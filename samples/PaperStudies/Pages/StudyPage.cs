using SimClr.Core.Reporting;
using SimClr.Core.Samples.PaperStudies.Studies;

namespace SimClr.Core.Samples.PaperStudies.Pages;

/// <summary>One page with everything that is done: the paper's figures beside the measured ones, and which conclusions held.</summary>
internal static class StudyPage
{
    public static HtmlReport Create(StudyPlan plan, IReadOnlyList<(IStudy Study, StudyReport Report)> done, IReadOnlyList<string> cautions, double seconds)
    {
        HtmlReport page = new("What SimCLR found, seen again");
        page.AddParagraph(
            $"The findings of Chen et al. 2020 (arXiv 2002.05709) on {plan.Data.Description}, budget {plan.Budget.Name}, "
            + $"{Seeds(plan)}. {Words.Duration(TimeSpan.FromSeconds(seconds))} of work on this machine: {MachineDescription.Current}, SimClr.Core {plan.Version}.");
        page.AddParagraph(
            "Accuracies are in percent, of a linear classifier on frozen features and test images if nothing else is said; of several seeds the mean, "
            + "with the lowest and the highest in brackets. The paper's figures are of ImageNet and far larger networks: compare the order, not the height.");
        foreach (string note in (string[])[.. cautions, .. plan.Data.Notes])
            page.AddParagraph(note);
        if (done.Count > 0)
        {
            page.AddHeading("What held").AddParagraph(
                "Held: greater with every seed, and by more than the standard error that so few test images leave. Did not hold: less in the same way. "
                + "Too close to tell: neither. Where a finding is about the best of a table, that is read from the same test images.");
            page.AddTable(["", "Finding", "Evidence"], done.SelectMany(item => item.Report.Conclusions.Select(Row)));
        }

        foreach ((IStudy study, StudyReport report) in done)
            Add(page, study, report);
        return page;
    }

    private static string[] Row(Conclusion conclusion) => [conclusion.Words, conclusion.Statement, conclusion.Evidence];

    private static void Add(HtmlReport page, IStudy study, StudyReport report)
    {
        page.AddHeading($"{study.Name}: {study.Question}").AddParagraph($"Paper: {study.Source}.");
        foreach (StudyFigure figure in report.Figures)
            page.AddFigure(figure.Picture, figure.Caption, figure.Alternative);
        foreach (StudyTable table in report.Tables)
            page.AddParagraph(table.Title).AddTable(table.Headings, table.Rows);
        foreach (string note in report.Notes)
            page.AddParagraph(note);
    }

    private static string Seeds(StudyPlan plan) => plan.Budget.Seeds == 1 ? "one seed, so no spread is known" : $"{plan.Budget.Seeds} seeds";
}
