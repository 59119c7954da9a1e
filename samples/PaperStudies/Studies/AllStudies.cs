namespace SimClr.Core.Samples.PaperStudies.Studies;

/// <summary>The studies, those first that give the most for their time.</summary>
internal static class AllStudies
{
    public static IReadOnlyList<IStudy> InOrder { get; } =
    [
        new ColorStudy(), new HeadStudy(), new TemperatureStudy(), new ChoiceStudy(), new LabelStudy(), new AugmentationStudy(), new LossStudy(), new ViewStudy(), new EncoderStudy(),
        new TransferStudy(), new BatchSizeStudy(),
    ];
}
