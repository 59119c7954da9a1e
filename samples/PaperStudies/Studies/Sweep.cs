using SimClr.Core.Samples.PaperStudies.Cells;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>Variants of the reference recipe, each under a name, evaluated on the test images.</summary>
/// <param name="Plan">Seeds and reference.</param>
/// <param name="Variants">The recipes by name, in order.</param>
internal sealed record Sweep(StudyPlan Plan, IReadOnlyList<(string Name, Recipe Recipe)> Variants)
{
    public IEnumerable<Cell> Cells(Layer layer = Layer.Encoder) => Variants.SelectMany(variant => Plan.Evaluate(variant.Recipe, layer));

    /// <summary>Linear accuracies of the variants, in order.</summary>
    public IReadOnlyList<Spread> Accuracies(CellResults results, Layer layer = Layer.Encoder)
        => [.. Variants.Select(variant => results.Spread(Plan.Evaluate(variant.Recipe, layer), LinearCell.Linear))];

    /// <summary>A metric of the pretrainings of the variants, in order.</summary>
    public IReadOnlyList<Spread> OfPretraining(CellResults results, string metric)
        => [.. Variants.Select(variant => results.Spread(Plan.Pretrain(variant.Recipe), metric))];

    public IReadOnlyList<string> Names => [.. Variants.Select(variant => variant.Name)];
}
