using SimClr.Core.Augmentation;
using SimClr.Core.Losses;
using SimClr.Core.Models;
using SimClr.Core.Optimization;

namespace SimClr.Core.Building.Binding;

/// <summary>The library's own parts, by the names that configuration knows them by.</summary>
internal static class BuiltInParts
{
    public static IReadOnlyList<NamedPart> All { get; } =
    [
        Augmentations("Cifar", configure => SimClrAugmentations.Cifar(configure: configure)),
        Augmentations("ImageNet", configure => SimClrAugmentations.ImageNet(configure: configure)),
        Augmentations("Official", configure => SimClrAugmentations.Official(configure: configure)),
        new("Augmentations", "MultiCrop", UseMultiCrop),
        .. Enum.GetValues<ResNetDepth>().Select(ResNet),
        new("Encoder", "VisionTransformer", (builder, section) => builder.UseVisionTransformer(section.Read<VisionTransformerOptions>())),
        new("ProjectionHead", "Mlp", (builder, section) => builder.UseProjectionHead(section.Read<ProjectionHeadOptions>())),
        new("Loss", "NtXent", (builder, section) => builder.UseNtXentLoss(section.Read<NtXentOptions>())),
        new("Loss", "SupCon", (builder, section) => builder.UseSupConLoss(section.Read<SupConOptions>())),
        new("Loss", "Dcl", (builder, section) => builder.UseDclLoss(section.Read<DclOptions>())),
        new("Loss", "NtLogistic", (builder, section) => builder.UseNtLogisticLoss(section.Read<NtLogisticOptions>())),
        new("Loss", "MarginTriplet", (builder, section) => builder.UseMarginTripletLoss(section.Read<MarginTripletOptions>())),
        new("Loss", "MarginContrastive", (builder, section) => builder.UseMarginContrastiveLoss(section.Read<MarginContrastiveOptions>())),
        new("Optimizer", "Lars", (builder, section) => builder.UseLars(section.Read<LarsOptions>())),
        new("Optimizer", "Sgd", (builder, section) => builder.UseSgd(section.Read<SgdOptions>())),
        new("Optimizer", "Muon", (builder, section) => builder.UseMuon(section.Read<MuonOptions>())),
        new("Optimizer", "Adam", (builder, section) => builder.UseAdam(section.Read<AdamOptions>())),
        Schedule("Cosine", ScheduleBuilderExtensions.UseCosineSchedule),
        Schedule("Constant", ScheduleBuilderExtensions.UseConstantSchedule),
    ];

    private static NamedPart ResNet(ResNetDepth depth)
        => new("Encoder", depth.ToString(), (builder, section) => builder.UseEncoder(depth, section.Read<ResNetOptions>()));

    private static NamedPart Augmentations(string kind, Func<Action<SimClrAugmentationOptions>, AugmentationPipeline> create)
        => new("Augmentations", kind, (builder, section) =>
        {
            int views = section.ReadNumber("Views", 2);
            Action<SimClrAugmentationOptions> configure = section.Read<SimClrAugmentationOptions>();
            builder.UseAugmentations(views, _ => create(configure));
        });

    private static void UseMultiCrop(SimClrBuilder builder, OptionsSection section)
    {
        Action<MultiCropOptions> configure = section.Read<MultiCropOptions>();
        builder.UseAugmentations(() =>
        {
            MultiCropOptions options = new();
            configure(options);
            return SimClrAugmentations.MultiCrop(options);
        });
    }

    private static NamedPart Schedule(string kind, Func<SimClrBuilder, SimClrBuilder> use) => new("Schedule", kind, (builder, section) =>
    {
        section.RequireNone();
        use(builder);
    });
}
