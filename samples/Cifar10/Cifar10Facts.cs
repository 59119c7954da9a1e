using SimClr.Core.Optimization;
using static SimClr.Core.Samples.Words;

namespace SimClr.Core.Samples.Cifar10;

/// <summary>The options of a run and its recipe, readable.</summary>
internal static class Cifar10Facts
{
    public static IEnumerable<KeyValuePair<string, string>> Of(Cifar10Options options) => [.. Chosen(options), .. Of(options.Recipe)];

    private static IEnumerable<KeyValuePair<string, string>> Chosen(Cifar10Options options) =>
    [
        new("--data", options.Data ?? "none: synthetic images"),
        new("--recipe", options.Recipe.Name),
        new("--minutes", options.Budget is { } budget ? Text(budget.TotalMinutes) : "none"),
        new("--epochs", options.FixedEpochs is { } epochs ? Text(epochs) : "as many as there is time for"),
        new("--repeat", options.Repeat ?? "none"),
        new("--limit", Text(options.Limit)),
        new("--seed", Text(options.Seed)),
        new("--threads", Text(options.Threads)),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Of(Cifar10Recipe recipe) =>
    [
        new("Encoder", $"{recipe.EncoderName}, precision {recipe.Precision}"),
        new("Projection head", $"{recipe.HeadLayers} layers, {Hidden(recipe)}{recipe.HeadDimension} outputs"),
        new("Batch", recipe.MicroBatchSize is { } micro ? $"{recipe.BatchSize} images, {micro} at a time" : $"{recipe.BatchSize} images"),
        new("Temperature", Text(recipe.Temperature)),
        new("Optimizer", Optimizer(recipe)),
        new("Learning rate", $"{Text(recipe.LearningRate)}{Scaling(recipe)}, warm-up of {Text(recipe.WarmupEpochs)} epochs, cosine to zero"),
        new("Views", $"{recipe.Views} of an image, {recipe.ViewShape} x {recipe.ViewShape} pixels"),
        new("Representation", $"h of the image at {string.Join(", ", recipe.EvaluationSizes)} pixels{Patches(recipe)}{(recipe.IsWhitened ? ", whitened" : "")}"),
        new("Smallest crop", $"{Text(recipe.MinimumCropArea)} of the image"),
        new("Color strength", Text(recipe.ColorStrength)),
        new("Blur", recipe.BlurProbability > 0 ? $"{Text(recipe.BlurProbability)} of the views" : "none"),
    ];

    private static string Hidden(Cifar10Recipe recipe) => recipe.HeadHiddenDimension is { } width ? $"{width} wide, " : "";

    private static string Patches(Cifar10Recipe recipe) => recipe.EvaluationPatches is { } patches
        ? $", and of {patches.Count} patches of {patches.Side} x {patches.Side} of it at {patches.Size}, side by side"
        : "";

    private static string Optimizer(Cifar10Recipe recipe)
    {
        string momentum = $"{(recipe.Nesterov ? "Nesterov " : "")}momentum {Text(recipe.Momentum)}";
        string name = recipe.Optimizer == Cifar10Optimizer.Muon ? "Muon" : recipe.Optimizer.ToString().ToUpperInvariant();
        return $"{name}, {momentum}, weight decay {Text(recipe.WeightDecay)}";
    }

    private static string Scaling(Cifar10Recipe recipe) => recipe.LearningRateScaling switch
    {
        LearningRateScaling.Linear => " x batch / 256",
        LearningRateScaling.SquareRoot => " x root of the batch",
        _ => "",
    };
}
