using System.Globalization;
using SimClr.Core.Samples.PaperStudies.Cells;
using SimClr.Core.Samples.PaperStudies.Figures;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Which projection head, how long its output, and why it is thrown away.</summary>
internal sealed class HeadStudy : IStudy
{
    private static readonly int[] Outputs = [32, 64, 128, 256, 512];

    private static readonly (string Name, HeadKind Kind)[] Heads = [("none", HeadKind.None), ("linear", HeadKind.Linear), ("nonlinear", HeadKind.Nonlinear)];

    public string Name => "heads";

    public string Source => "section 4.2, Figure 8, Table 3";

    public string Question => "What does a projection head do for the representation before it?";

    public static IEnumerable<Recipe> Recipes(StudyPlan plan) => Sweep(plan).Variants.Select(variant => variant.Recipe);

    public IEnumerable<Cell> Cells(StudyPlan plan, CellResults results)
    {
        IEnumerable<Cell> known =
            from knowledge in Knowledge.All
            from layer in Enum.GetValues<Layer>()
            from cell in Known(plan, knowledge, layer)
            select cell;
        return [.. Sweep(plan).Cells(), .. plan.Evaluate(plan.Reference, Layer.Head), .. known];
    }

    public StudyReport Report(StudyPlan plan, CellResults results)
    {
        IReadOnlyList<Spread> heads = Sweep(plan).Accuracies(results);
        IReadOnlyList<string> names = Sweep(plan).Names;
        Spread hidden = results.Spread(plan.Evaluate(plan.Reference), LinearCell.Linear);
        Spread output = results.Spread(plan.Evaluate(plan.Reference, Layer.Head), LinearCell.Linear);
        return new StudyReport
        {
            Tables =
            [
                new StudyTable("Linear accuracy of h in percent", ["head, length of z", "measured"], [.. names.Select((name, row) => (string[])[name, heads[row].Percent])]),
                new StudyTable("Before and after the nonlinear head", ["", "linear accuracy, %"], [["h", hidden.Percent], ["g(h)", output.Percent]]),
                KnowledgeTable(plan, results),
            ],
            Figures =
            [
                new StudyFigure(
                    "heads",
                    SpreadChart.Draw("Linear accuracy of h by projection head", names, ("measured", heads)),
                    "Bars of linear accuracy for each head and output dimension.",
                    "In the paper nonlinear beats linear by 3 points and none by over 10; the output dimension hardly matters."),
            ],
            Conclusions = [.. HeadConclusions(plan, results), .. LayerConclusions(plan, results, hidden, output)],
        };
    }

    private static StudyTable KnowledgeTable(StudyPlan plan, CellResults results) => new(
        "What h and g(h) still know of how the image was changed, in percent",
        ["", "chance", "h", "g(h)", "paper: h / g(h)"],
        [
            .. Knowledge.All.Select(knowledge => (string[])
            [
                knowledge.Name,
                Percent(1.0 / knowledge.Variants.Count),
                KnownBy(plan, results, knowledge, Layer.Encoder).Percent,
                KnownBy(plan, results, knowledge, Layer.Head).Percent,
                $"{Percent(knowledge.OfHidden)} / {Percent(knowledge.OfOutput)}",
            ]),
        ]);

    private static IEnumerable<Conclusion> HeadConclusions(StudyPlan plan, CellResults results)
    {
        // With embeddings of one length. The best of five lengths against a single head without one would be a choice on test images.
        Dictionary<HeadKind, Spread> heads = Sweep(plan).Variants.Zip(Sweep(plan).Accuracies(results))
            .Where(pair => pair.First.Recipe.OutputDimension == plan.Reference.OutputDimension)
            .ToDictionary(pair => pair.First.Recipe.Head, pair => pair.Second);
        string evidence = $"With embeddings of {plan.Reference.OutputDimension} numbers: nonlinear {heads[HeadKind.Nonlinear].Percent}, "
            + $"linear {heads[HeadKind.Linear].Percent}, none {heads[HeadKind.None].Percent} %.";
        yield return new Conclusion("A nonlinear head is better than a linear one.", heads[HeadKind.Nonlinear].IsAbove(heads[HeadKind.Linear]), evidence);
        yield return new Conclusion("A linear head is better than none.", heads[HeadKind.Linear].IsAbove(heads[HeadKind.None]), evidence);
    }

    private static IEnumerable<Conclusion> LayerConclusions(StudyPlan plan, CellResults results, Spread hidden, Spread output)
    {
        yield return new Conclusion(
            "The layer before the head is better than the one after it.",
            hidden.IsAbove(output),
            $"h {hidden.Percent} %, g(h) {output.Percent} % (ImageNet: over 10 points apart).");
        foreach (Knowledge knowledge in Knowledge.All)
        {
            Spread before = KnownBy(plan, results, knowledge, Layer.Encoder), after = KnownBy(plan, results, knowledge, Layer.Head);
            yield return new Conclusion($"g(h) knows less than h: {knowledge.Name}.", before.IsAbove(after), $"h {before.Percent} %, g(h) {after.Percent} %.");
        }
    }

    private static Spread KnownBy(StudyPlan plan, CellResults results, Knowledge knowledge, Layer layer)
        => results.Spread(Known(plan, knowledge, layer), KnowledgeCell.Accuracy);

    private static IEnumerable<Cell> Known(StudyPlan plan, Knowledge knowledge, Layer layer)
        => plan.Pretrain(plan.Reference).Select(cell => new KnowledgeCell(cell, layer, string.Join(KnowledgeCell.Separator, knowledge.Variants), plan.Budget.ComparedImages));

    private static Sweep Sweep(StudyPlan plan) => new(
        plan,
        [
            .. from head in Heads
               from output in head.Kind == HeadKind.None ? [plan.Reference.OutputDimension] : Dimensions(plan)
               select (head.Kind == HeadKind.None ? head.Name : $"{head.Name}, {output}", plan.Reference with { Head = head.Kind, OutputDimension = output }),
        ]);

    private static int[] Dimensions(StudyPlan plan) => plan.Budget.Fine ? Outputs : [plan.Reference.OutputDimension];

    private static string Percent(double fraction) => (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture);
}
