using SimClr.Core.Optimization;
using static SimClr.Core.Samples.Pretraining.PretrainingFacts;

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
        new("--limit", options.Limit is { } limit ? Text(limit) : "none"),
        new("--seed", Text(options.Seed)),
        new("--threads", Text(options.Threads)),
    ];

    private static IEnumerable<KeyValuePair<string, string>> Of(Cifar10Recipe recipe) =>
    [
        new("Encoder", $"{EncoderName(recipe.Depth, recipe.BaseChannels)}, precision {recipe.Precision}"),
        new("Projection head", $"{recipe.HeadLayers} layers, {recipe.HeadDimension} outputs"),
        new("Batch", recipe.MicroBatchSize is { } micro ? $"{recipe.BatchSize} images, {micro} at a time" : $"{recipe.BatchSize} images"),
        new("Temperature", Text(recipe.Temperature)),
        new("Optimiser", $"{recipe.Optimizer.ToString().ToUpperInvariant()}, momentum {Text(recipe.Momentum)}{(recipe.Nesterov ? " (Nesterov)" : "")}, weight decay {Text(recipe.WeightDecay)}"),
        new("Learning rate", $"{Text(recipe.LearningRate)}{Describe(recipe.LearningRateScaling)}; {Text(recipe.WarmupEpochs)} epochs of warm-up, then a cosine to zero"),
        new("Augmentation", $"views of {recipe.ViewSize} x {recipe.ViewSize} pixels, crops of {Text(recipe.MinimumCropArea)} to 1, colour strength {Text(recipe.ColorStrength)}, blur {(recipe.BlurProbability > 0 ? $"for {Text(recipe.BlurProbability)} of the views" : "none")}"),
    ];

    private static string Describe(LearningRateScaling scaling) => scaling switch
    {
        LearningRateScaling.Linear => " x batch / 256",
        LearningRateScaling.SquareRoot => " x root of the batch",
        _ => "",
    };
}
