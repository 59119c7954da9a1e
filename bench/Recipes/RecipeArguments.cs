using System.CommandLine;
using SimClr.Core.Models;

namespace SimClr.Core.Benchmarks.Recipes;

/// <summary>The options of the command <c>recipe</c>; the defaults are those of the half-hour recipe.</summary>
internal sealed class RecipeArguments
{
    private readonly Option<DirectoryInfo> _data = new Option<DirectoryInfo>("--data")
    {
        Description = "Labeled images: CIFAR binary files, or train/ with a folder for each class.",
        Required = true,
    }.AcceptExistingOnly();

    private readonly Option<double> _seconds = Of("--seconds", "Processor time of the training, of all threads together.", 200.0);
    private readonly Option<int> _threads = Of("--threads", "Threads; one each for two trainings at a time on two cores.", 1);
    private readonly Option<long> _seed = Of("--seed", "Determines weights, order and views.", 0L);
    private readonly Option<ResNetDepth> _depth = Of("--depth", "The residual network.", ResNetDepth.ResNet10);
    private readonly Option<int> _channels = Of("--channels", "Its channels in the first stage.", 32);
    private readonly Option<int> _head = Of("--head", "Width of the projection head's hidden layer.", 512);
    private readonly Option<int> _batch = Of("--batch-size", "Images of a step.", 64);
    private readonly Option<int> _views = Of("--views", "Views of an image.", 4);
    private readonly Option<int> _side = Of("--side", "Side of a view in pixels.", 16);
    private readonly Option<double> _crop = Of("--smallest-crop", "Share of the image.", 0.12);
    private readonly Option<double> _temperature = Of("--temperature", "Of the loss.", 0.1);
    private readonly Option<bool> _decoupled = Of("--decoupled", "Leaves the positives out of the denominator (DCL).", false);
    private readonly Option<RecipeOptimizer> _optimizer = Of("--optimizer", "The optimizer.", RecipeOptimizer.Muon);
    private readonly Option<double> _rate = Of("--learning-rate", "Its peak.", 0.02);
    private readonly Option<RecipeDecay> _decay = Of("--decay", "How it falls.", RecipeDecay.Cosine);
    private readonly Option<int> _neighbors = Of("--neighbors", "Images that vote, and train the probe.", 10_000);

    private readonly Option<FileInfo?> _encoder = new("--encoder") { Description = "File that the trained encoder is written to, .safetensors." };

    private readonly Option<string[]> _looks = new("--looks")
    {
        Description = "What representations look at: sizes (24+32), patches (40/20x3 is 3 x 3 of 20 at 40), then the layers (:h,hidden).",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => ["32", "24+32+40+32/20x2"],
    };

    public IEnumerable<Option> All =>
    [
        _data, _seconds, _threads, _seed, _depth, _channels, _head, _batch, _views, _side, _crop, _temperature, _decoupled, _optimizer, _rate,
        _decay, _neighbors, _looks, _encoder,
    ];

    public RecipeSettings Read(ParseResult parsed) => new()
    {
        Data = parsed.GetValue(_data)!.FullName,
        Seconds = parsed.GetValue(_seconds),
        Threads = parsed.GetValue(_threads),
        Seed = parsed.GetValue(_seed),
        Depth = parsed.GetValue(_depth),
        Channels = parsed.GetValue(_channels),
        HeadWidth = parsed.GetValue(_head),
        BatchSize = parsed.GetValue(_batch),
        Views = parsed.GetValue(_views),
        Side = parsed.GetValue(_side),
        SmallestCrop = parsed.GetValue(_crop),
        Temperature = parsed.GetValue(_temperature),
        Decoupled = parsed.GetValue(_decoupled),
        Optimizer = parsed.GetValue(_optimizer),
        LearningRate = parsed.GetValue(_rate),
        Decay = parsed.GetValue(_decay),
        Neighbors = parsed.GetValue(_neighbors),
        Looks = parsed.GetValue(_looks)!,
        Encoder = parsed.GetValue(_encoder)?.FullName,
    };

    private static Option<T> Of<T>(string name, string description, T value)
        => new(name) { Description = description, DefaultValueFactory = _ => value };
}
