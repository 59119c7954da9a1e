using SimClr.Core.Samples.PaperStudies.Cells;

namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>What all studies of a run have in common.</summary>
/// <param name="Data">The images.</param>
/// <param name="Budget">How much is done.</param>
/// <param name="Seed">The first seed; the others follow it.</param>
/// <param name="Threads">For making views and reading images.</param>
/// <param name="Version">Of the library.</param>
internal sealed record StudyPlan(StudyData Data, Budget Budget, long Seed, int Threads, string Version)
{
    /// <summary>Other data sets: folders, or <see cref="TransferTarget.Synthetic"/>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [TransferTarget.Synthetic];

    /// <summary>The recipe that every study varies.</summary>
    public Recipe Reference => Budget.Reference;

    /// <summary>A recipe's pretrainings, one for each seed.</summary>
    public IEnumerable<PretrainingCell> Pretrain(Recipe recipe)
        => Enumerable.Range(0, Budget.Seeds).Select(number => new PretrainingCell(recipe, Seed + number));

    /// <summary>Linear evaluation on the test images, one for each seed.</summary>
    public IEnumerable<LinearCell> Evaluate(Recipe recipe, Layer layer = Layer.Encoder)
        => Pretrain(recipe).Select(cell => new LinearCell(cell, layer, Split.Test));

    /// <summary>A recipe's network trained with all labels, seeing as many images as its pretraining; one for each seed.</summary>
    public IEnumerable<SupervisedCell> Supervise(Recipe recipe)
        => Enumerable.Range(0, Budget.Seeds).Select(number => new SupervisedCell(recipe, Seed + number, recipe.Epochs * recipe.Views));

    /// <summary>The reference network as it is fine-tuned: with crop and flip alone (appendix B.5).</summary>
    public Recipe FineTuning => Reference with { Augmentation = "crop:0.12 flip" };

    /// <summary>The paper's length of a fine-tuning, 60 epochs of 1 % of the labels and 30 of more, in proportion to the budget.</summary>
    public int FineTuningEpochs(double fraction)
        => Math.Max(1, (int)Math.Round((fraction < 0.1 ? 60 : 30) * Budget.FineTuningShare));

    /// <summary>Linear evaluation with one seed on training images that were held out, for choosing among recipes.</summary>
    public LinearCell Validate(Recipe recipe) => new(new PretrainingCell(recipe, Seed), Layer.Encoder, Split.Validation);
}
