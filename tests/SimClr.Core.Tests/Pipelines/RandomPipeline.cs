using System.Collections.Immutable;
using System.Reflection;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Tests.Training;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Pipelines;

/// <summary>A pipeline of random parts and options.</summary>
/// <param name="Settings">A value for every option; those of parts that are not chosen have no effect.</param>
/// <param name="Augmentation">0 to 3: the paper's pipeline, two of multi-crop's views, a crop, a blur.</param>
/// <param name="Optimizer">0 to 2: LARS, SGD, Adam.</param>
/// <param name="Loss">0 to 2: NT-Xent, NT-Logistic, margin triplet.</param>
internal sealed record RandomPipeline(ImmutableList<Setting> Settings, int Augmentation, int Optimizer, int Loss)
{
    private const int Images = 11;

    private static readonly Type[][] AugmentationOptions =
        [[typeof(SimClrAugmentationOptions)], [typeof(MultiCropOptions)], [typeof(RandomResizedCropOptions)], [typeof(GaussianBlurOptions)]];

    private static readonly Type[] OptimizerOptions = [typeof(LarsOptions), typeof(SgdOptions), typeof(AdamOptions)];

    /// <summary>What is out of range and has an effect.</summary>
    public IEnumerable<Setting> Wrong => Settings.Where(setting => !setting.IsSound && Applies(setting));

    /// <summary>
    /// At such learning rates and temperatures weights or gradients may become infinite; that has an exception of its own.
    /// </summary>
    public bool MayDiverge => Settings.Any(setting => setting is { Name: "LearningRate", Value: > 0.5 } or { Name: "Temperature", Value: < 0.01 } && Applies(setting));

    public SimClrBuilder Builder()
    {
        int channels = Settings.Single(setting => setting.Name == nameof(ResNetOptions.InputChannels)) is { IsSound: true, Value: int wanted } ? wanted : 3;
        SimClrBuilder builder = new SimClrBuilder()
            .UseImages(new DrawnImages(Images, side: 6, channels))
            .UseEncoder(Argument<ResNetDepth>("Encoder"), Apply)
            .UseProjectionHead(Apply)
            .ConfigureTraining(Apply);
        builder = Augmentation switch
        {
            0 => builder.UseAugmentations(_ => SimClrAugmentations.Create(Applied(new SimClrAugmentationOptions()))),
            1 => builder.UseAugmentations(_ => SimClrAugmentations.MultiCrop(Applied(new MultiCropOptions()), o => o.NonRgb = NonRgbHandling.PassThrough)[1]),
            2 => builder.UseAugmentations(a => a.Append(new RandomResizedCrop(Applied(new RandomResizedCropOptions()))).Cutout().RandomRotation()),
            _ => builder.UseAugmentations(a => a.RandomResizedCrop(4).Append(new GaussianBlur(Applied(new GaussianBlurOptions()))).RandomSolarize()),
        };
        builder = Optimizer switch
        {
            0 => builder.UseLars(Apply),
            1 => builder.UseSgd(Apply),
            _ => builder.UseAdam(Apply),
        };
        return Loss switch
        {
            0 => builder.UseNtXentLoss(Apply),
            1 => builder.UseLoss(new NtLogisticLoss(0.05)),
            _ => builder.UseLoss(new MarginTripletLoss(2, NegativeMining.All)),
        };
    }

    public override string ToString()
        => $"augmentation {Augmentation}, optimizer {Optimizer}, loss {Loss}, {string.Join(", ", Settings.Where(Applies))}";

    private bool Applies(Setting setting) => setting.Options switch
    {
        null => true,
        Type options when options == typeof(NtXentOptions) => Loss == 0,
        Type options when OptimizerOptions.Contains(options) => options == OptimizerOptions[Optimizer],
        Type options when options.Namespace == typeof(SimClrAugmentations).Namespace => AugmentationOptions[Augmentation].Contains(options),
        _ => true,
    };

    private T Argument<T>(string name) => (T)Settings.Single(setting => setting.Options is null && setting.Name == name).Value!;

    private void Apply<TOptions>(TOptions options) => Applied(options);

    private TOptions Applied<TOptions>(TOptions options)
    {
        foreach (Setting setting in Settings.Where(setting => setting.Options == typeof(TOptions)))
            typeof(TOptions).GetProperty(setting.Name, BindingFlags.Public | BindingFlags.Instance)!.SetValue(options, setting.Value);
        return options;
    }
}
