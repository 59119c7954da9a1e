using System.Collections.Immutable;
using CsCheck;
using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;
using SimClr.Core.Training;

namespace SimClr.Core.Tests.Pipelines;

/// <summary>Random values for every option that a builder takes, in its range and out of it.</summary>
internal static class SettingGenerators
{
    private static readonly Gen<double> Fraction = Gen.Frequency((3, Gen.Double[0, 1]), (1, Gen.OneOf(0.0, 1.0, double.Epsilon, 1e-300)));
    private static readonly Gen<double> Area = Gen.Frequency((3, Gen.Double[0.05, 0.5]), (1, Gen.OneOf(0.5, double.Epsilon, 1e-9)));
    private static readonly Gen<double> UpperArea = Gen.Double[0.5, 1];
    private static readonly Gen<double> Rate = Gen.Frequency((3, Gen.Double[0, 0.5]), (1, Gen.OneOf(0.0, double.Epsilon, 1.0, 1000.0)));
    private static readonly Gen<int> Side = Gen.Int[1, 9];
    private static readonly double[] Unnatural = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.MinValue, -1, -double.Epsilon, 1e39];
    private static readonly int[] Negative = [0, -1, int.MinValue];

    /// <summary>All options, each with a value in its range.</summary>
    public static Gen<ImmutableList<Setting>> Sound { get; } = All(Ranges().Select(range => range.Sound));

    /// <summary>All options, about one in ten with a value out of its range.</summary>
    public static Gen<ImmutableList<Setting>> SoundOrNot { get; } = All(
        Ranges().Select(range => Gen.Frequency((9, range.Sound), (1, range.Wrong))));

    private static Gen<ImmutableList<Setting>> All(IEnumerable<Gen<Setting>> settings)
        => settings.Aggregate(
            Gen.Const(ImmutableList<Setting>.Empty), (all, next) => Gen.Select(all, next, (list, setting) => list.Add(setting)));

    private static IEnumerable<(Gen<Setting> Sound, Gen<Setting> Wrong)> Ranges() =>
    [
        .. Training(), .. Network(), .. Optimizers(), .. Augmentations(),
        Of<NtXentOptions, double>(nameof(NtXentOptions.Temperature), Gen.Frequency((3, Gen.Double[0.05, 2]), (1, Gen.OneOf(1e-6, 1e6))), [.. Unnatural, 0, double.Epsilon, 1e-40, 1e-7, 1e7]),
        Of<NtXentOptions, NtXentReduction>(nameof(NtXentOptions.Reduction), Gen.Enum<NtXentReduction>(), [(NtXentReduction)7]),
        Of(null, "Encoder", Gen.OneOf(ResNetDepth.ResNet10, ResNetDepth.ResNet18, ResNetDepth.ResNet50), [(ResNetDepth)0, (ResNetDepth)19]),
    ];

    private static IEnumerable<(Gen<Setting> Sound, Gen<Setting> Wrong)> Training() =>
    [
        Of<TrainingOptions, int>(nameof(TrainingOptions.Epochs), Gen.OneOf(1, 2, 1_000_000), [.. Negative, 1_000_001, int.MaxValue]),
        Of<TrainingOptions, int>(nameof(TrainingOptions.BatchSize), Gen.Int[2, 5], [.. Negative, 1, (1 << 20) + 1, int.MaxValue]),
        Of<TrainingOptions, int?>(
            nameof(TrainingOptions.MicroBatchSize), Gen.OneOf<int?>(null, 2, 3, 1 << 20), [0, -1, 1, int.MinValue, int.MaxValue]),
        Of<TrainingOptions, long>(nameof(TrainingOptions.Seed), Gen.Long, []),
        Of<TrainingOptions, double?>(
            nameof(TrainingOptions.WarmupEpochs), Gen.OneOf<double?>(null, 0, 1e-300, 0.3, 1), [.. Unnatural, -0.4, 1_000_000.4]),
        Of<TrainingOptions, bool>(nameof(TrainingOptions.DropLastBatch), Gen.Bool, []),
        Of<TrainingOptions, int>(nameof(TrainingOptions.Workers), Gen.OneOf(0, 1, 3), [-1, 1025, int.MinValue, int.MaxValue]),
        Of<TrainingOptions, int>(nameof(TrainingOptions.PrefetchBatches), Gen.OneOf(1, 2, 64), [.. Negative, 65, int.MaxValue]),
        Of<TrainingOptions, int>(nameof(TrainingOptions.LogEverySteps), Gen.Const(1), [.. Negative, 1_000_001]),
        Of<TrainingOptions, double?>(
            nameof(TrainingOptions.GradientClipNorm),
            Gen.OneOf<double?>(null, 1e-30, 1, 1e30),
            [0, .. Unnatural]),
    ];

    private static IEnumerable<(Gen<Setting> Sound, Gen<Setting> Wrong)> Network() =>
    [
        Of<ResNetOptions, double>(nameof(ResNetOptions.WidthMultiplier), Gen.Int[1, 4].Select(channels => channels / 64.0), [.. Unnatural, 0, 0.3, 17, 1 / 128.0]),
        Of<ResNetOptions, int>(nameof(ResNetOptions.InputChannels), Gen.Int[1, 4], [.. Negative, 1025, int.MaxValue]),
        // The deep stem needs an even number of channels, which another setting decides.
        Of<ResNetOptions, ResNetStem>(
            nameof(ResNetOptions.Stem), Gen.OneOf(ResNetStem.ImageNet, ResNetStem.Cifar), [(ResNetStem)(-1), (ResNetStem)9]),
        Of<ResNetOptions, bool>(nameof(ResNetOptions.AveragePoolShortcut), Gen.Bool, []),
        Of<ResNetOptions, double>(nameof(ResNetOptions.SelectiveKernelRatio), Fraction, [.. Unnatural, 1.01]),
        Of<ResNetOptions, double>(nameof(ResNetOptions.SqueezeExcitationRatio), Fraction, [.. Unnatural, 1.01]),
        Of<ResNetOptions, bool>(nameof(ResNetOptions.ZeroInitializeResidual), Gen.Bool, []),
        Of<ResNetOptions, Precision>(nameof(ResNetOptions.Precision), Gen.Enum<Precision>(), [(Precision)(-1), (Precision)9]),
        Of<ProjectionHeadOptions, int>(nameof(ProjectionHeadOptions.Layers), Gen.Frequency((4, Gen.Int[0, 3]), (1, Gen.Const(16))), [-1, 17, int.MaxValue, int.MinValue]),
        Of<ProjectionHeadOptions, int?>(
            nameof(ProjectionHeadOptions.HiddenDimension), Gen.OneOf<int?>(null, 1, 2, 9), [0, -1, 65537, int.MaxValue]),
        Of<ProjectionHeadOptions, int>(
            nameof(ProjectionHeadOptions.OutputDimension), Gen.OneOf(1, 2, 9), [.. Negative, 65537, int.MaxValue]),
        Of<ProjectionHeadOptions, bool>(nameof(ProjectionHeadOptions.BatchNorm), Gen.Bool, []),
    ];

    private static IEnumerable<(Gen<Setting> Sound, Gen<Setting> Wrong)> Optimizers() =>
    [
        Of<LarsOptions, double?>(nameof(LarsOptions.LearningRate), Rate.Select(rate => rate == 1 ? (double?)null : rate), [double.NaN, -1, 1001, double.PositiveInfinity]),
        Of<LarsOptions, LearningRateScaling>(
            nameof(LarsOptions.LearningRateScaling), Gen.Enum<LearningRateScaling>(), [(LearningRateScaling)9]),
        Of<LarsOptions, double>(nameof(LarsOptions.Momentum), Gen.Double[0, 0.99], [.. Unnatural, 1]),
        Of<LarsOptions, double>(nameof(LarsOptions.WeightDecay), Fraction, [.. Unnatural, 1.01]),
        Of<LarsOptions, double>(nameof(LarsOptions.TrustCoefficient), Fraction.Where(value => value > 0), [.. Unnatural, 0, 1.01]),
        Of<LarsOptions, LarsVariant>(nameof(LarsOptions.Variant), Gen.Enum<LarsVariant>(), [(LarsVariant)9]),
        Of<LarsOptions, bool>(nameof(LarsOptions.Nesterov), Gen.Bool, []),
        Of<SgdOptions, double>(nameof(SgdOptions.LearningRate), Rate, [.. Unnatural, 1001]),
        Of<SgdOptions, double>(nameof(SgdOptions.Momentum), Gen.Double[0, 0.99], [.. Unnatural, 1]),
        Of<SgdOptions, double>(nameof(SgdOptions.WeightDecay), Fraction, [.. Unnatural, 1.01]),
        Of<SgdOptions, bool>(nameof(SgdOptions.Nesterov), Gen.Bool, []),
        Of<AdamOptions, double>(nameof(AdamOptions.LearningRate), Rate, [.. Unnatural, 1001]),
        Of<AdamOptions, double>(nameof(AdamOptions.WeightDecay), Fraction, [.. Unnatural, 1.01]),
    ];

    private static IEnumerable<(Gen<Setting> Sound, Gen<Setting> Wrong)> Augmentations() =>
    [
        Of<SimClrAugmentationOptions, int>(nameof(SimClrAugmentationOptions.Size), Side, [.. Negative, 65537, int.MaxValue]),
        Of<SimClrAugmentationOptions, double>(nameof(SimClrAugmentationOptions.MinimumArea), Area, [.. Unnatural, 0, 1.01]),
        Of<SimClrAugmentationOptions, double>(nameof(SimClrAugmentationOptions.MaximumArea), UpperArea, [.. Unnatural, 0, 1.01]),
        Of<SimClrAugmentationOptions, ResizeInterpolation>(
            nameof(SimClrAugmentationOptions.Interpolation), Gen.Enum<ResizeInterpolation>(), [(ResizeInterpolation)9]),
        Of<SimClrAugmentationOptions, double>(nameof(SimClrAugmentationOptions.FlipProbability), Fraction, [.. Unnatural, 1.01]),
        Of<SimClrAugmentationOptions, double>(nameof(SimClrAugmentationOptions.Strength), Gen.Double[0, 2.5], [.. Unnatural, 2.51]),
        Of<SimClrAugmentationOptions, ColorFormulas>(
            nameof(SimClrAugmentationOptions.Formulas), Gen.Enum<ColorFormulas>(), [(ColorFormulas)9]),
        Of<SimClrAugmentationOptions, double>(nameof(SimClrAugmentationOptions.BlurProbability), Fraction, [.. Unnatural, 1.01]),
        Of<SimClrAugmentationOptions, NonRgbHandling>(
            nameof(SimClrAugmentationOptions.NonRgb), Gen.Const(NonRgbHandling.PassThrough), [(NonRgbHandling)9]),
        Of<MultiCropOptions, int>(nameof(MultiCropOptions.LargeViews), Gen.Int[2, 4], [.. Negative, 65]),
        Of<MultiCropOptions, int>(nameof(MultiCropOptions.SmallViews), Gen.Int[0, 4], [-1, 65, int.MaxValue]),
        Of<MultiCropOptions, int>(nameof(MultiCropOptions.LargeSize), Side, [.. Negative, 65537]),
        Of<MultiCropOptions, int>(nameof(MultiCropOptions.SmallSize), Side, [.. Negative, 65537]),
        Of<MultiCropOptions, double>(nameof(MultiCropOptions.DividingArea), UpperArea, [.. Unnatural, 0, 1.01]),
        Of<MultiCropOptions, double>(nameof(MultiCropOptions.MinimumArea), Area, [.. Unnatural, 0, 1.01]),
        Of<RandomResizedCropOptions, int>(nameof(RandomResizedCropOptions.Height), Side, [.. Negative, 65537]),
        Of<RandomResizedCropOptions, int>(nameof(RandomResizedCropOptions.Width), Side, [.. Negative, 65537]),
        Of<RandomResizedCropOptions, double>(nameof(RandomResizedCropOptions.MinimumArea), Area, [.. Unnatural, 0, 1.01]),
        Of<RandomResizedCropOptions, double>(nameof(RandomResizedCropOptions.MaximumArea), UpperArea, [.. Unnatural, 0, 1.01]),
        Of<RandomResizedCropOptions, double>(
            nameof(RandomResizedCropOptions.MinimumAspectRatio), Gen.OneOf(0.001, 0.5, 1), [.. Unnatural, 0, 1001]),
        Of<RandomResizedCropOptions, double>(
            nameof(RandomResizedCropOptions.MaximumAspectRatio), Gen.OneOf(1, 2.0, 1000), [.. Unnatural, 0, 1001]),
        Of<RandomResizedCropOptions, int>(nameof(RandomResizedCropOptions.Attempts), Gen.OneOf(1, 10, 1000), [.. Negative, 1001]),
        Of<GaussianBlurOptions, double>(
            nameof(GaussianBlurOptions.MinimumSigma), Gen.OneOf(double.Epsilon, 1e-9, 0.1, 1), [.. Unnatural, 0, 1001]),
        Of<GaussianBlurOptions, double>(nameof(GaussianBlurOptions.MaximumSigma), Gen.OneOf(1.0, 2, 1000), [.. Unnatural, 0, 1001]),
        Of<GaussianBlurOptions, int?>(nameof(GaussianBlurOptions.KernelSize), Gen.OneOf<int?>(null, 1, 3, 4097), [0, -1, 2, 4099]),
    ];

    private static (Gen<Setting> Sound, Gen<Setting> Wrong) Of<TOptions, T>(string name, Gen<T> sound, T[] wrong)
        => Of(typeof(TOptions), name, sound, wrong);

    private static (Gen<Setting> Sound, Gen<Setting> Wrong) Of<T>(Type? options, string name, Gen<T> sound, T[] wrong)
    {
        Gen<Setting> inRange = sound.Select(value => new Setting(options, name, value, IsSound: true));
        return (inRange, wrong.Length == 0 ? inRange : Gen.OneOf(wrong).Select(value => new Setting(options, name, value, IsSound: false)));
    }
}
